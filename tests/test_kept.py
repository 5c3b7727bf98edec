"""Promise: a page that is kept from the last build is the page that a build from nothing makes."""

import pickle
import shutil

import pytest

from scripts.runs import digest
from tests.tiny import Tiny, contents, same

CHANGES = {  # what is edited, and a page that must change
    "the page": ("tiny", ("docs/tiny.md", "The first slope", "This slope")),
    "its title": ("tiny", ("docs/tiny.md", "title: Tiny", "title: Small")),
    "a program": ("tiny", ("snippets/tiny/double.py", "The derivative", "Any derivative")),
    "a program alone": ("tiny", ("snippets/tiny/alone.py", "A program", "One")),
    "a run": (
        "proofs",
        ("scripts/experiments/tiny.py", "(1, 5)]", "(1, 5)] + [4]"),
    ),
    "a caption": ("tiny", ("scripts/figures/tiny.py", "The last slope is", "At last it is")),
    "a drawing": ("tiny", ("scripts/figures/tiny.py", "zg:weight", "zg:fresh")),
    "a claim": ("tiny", ("tests/claims/tiny.py", "is four", "ends at four")),
    "an assertion": ("proofs", ("tests/claims/tiny.py", "== 4", "> 3")),
    "a mark elsewhere": ("proofs", ("docs/index.md", "# Home", '# Home [= claim("tiny/last") =]')),
    "what a macro writes": ("tiny", ("scripts/site/parts.py", "verified", "proved")),
    "the meaning of a word": ("", ("docs/glossary.md", "micro-batch\n: The", "micro-batch\n: A")),
    "the configuration": ("tiny", ("mkdocs.yml", "permalink: true", "permalink: false")),
}


def rebuilt(site: Tiny) -> dict:
    """What a strict build makes of the site."""
    status, output = site.build()
    assert status == 0, output
    return contents(site.root / "site")


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_reaches_the_pages_it_concerns(tiny, change):
    page, edit = CHANGES[change]
    before = rebuilt(tiny)
    tiny.change(*edit)
    after = rebuilt(tiny)
    assert f"{page}/index.html".lstrip("/") in same(before, after)
    shutil.rmtree(tiny.root / ".cache/pages")
    assert same(after, rebuilt(tiny)) == []


def test_what_is_kept_is_used_unless_it_is_damaged(tiny):
    rebuilt(tiny)
    path, page = tiny.root / ".cache/pages/tiny.md", tiny.root / "site/tiny/index.html"
    whole = path.read_bytes()
    key, kept = whole[:16], whole[32:]
    html, *rest = pickle.loads(kept)
    other = pickle.dumps((html.replace("The first slope", "Kept slope"), *rest))
    path.write_bytes(key + digest(other).encode() + other)
    rebuilt(tiny)
    assert "Kept slope" in page.read_text()
    path.write_bytes(key + digest(kept).encode() + other)
    rebuilt(tiny)
    assert "The first slope" in page.read_text()
    assert path.read_bytes() == whole


def test_a_page_with_a_problem_is_not_kept(tiny):
    tiny.change("docs/index.md", "(tiny.md)", "(tony.md)")
    for _ in range(2):
        status, output = tiny.build()
        assert status != 0
        assert "tony.md" in output


def test_a_link_breaks_when_its_target_goes(tiny):
    tiny.change(
        "docs/tiny.md", "# Tiny\n", "# Tiny\n\nSee [below](#here) and [home](index.md#at-home).\n"
    )
    tiny.change("docs/index.md", "# Home\n", "# Home\n\n## At home\n")
    tiny.change("docs/tiny.md", "The first slope", "## Here\n\nThe first slope")
    rebuilt(tiny)
    tiny.change("docs/index.md", "## At home", "## Away")
    status, output = tiny.build()
    assert status != 0
    assert "at-home" in output
