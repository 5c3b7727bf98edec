"""Promise: what was made from a file is made again when that file changes, and nothing else is.

The sources of a record, a figure and a page are traced while it is made: no list of them is kept.
"""

import json

import pytest

from tests.sample import Sample, contents, same


def made(site: Sample) -> dict[str, float]:
    """When each record and figure was last written."""
    folders = ("build/records", "build/figures")
    paths = [path for folder in folders for path in (site.root / folder).rglob("*.json")]
    build = site.root / "build"
    return {path.relative_to(build).as_posix(): path.stat().st_mtime_ns for path in paths}


def made_again(site: Sample) -> set[str]:
    """What `record` makes again now."""
    before = made(site)
    status, output = site.do("record")
    assert status == 0, output
    after = made(site)
    return {name for name in after if after[name] != before.get(name)}


SLOPES, LINE = "records/tiny/slopes.json", "figures/tiny/line.svg.json"
DOUBLE, ALONE = "records/tiny/double.py.json", "records/tiny/alone.py.json"
LAB = "records/notebooks/lab.json"


def test_nothing_is_made_twice(sample):
    assert made_again(sample) == set()


CHANGES = {  # what is edited, and what must be made again
    "a program": (
        ("snippets/tiny/double.py", "The derivative", "Any derivative"),
        {SLOPES, DOUBLE, LAB},
    ),
    "a program alone": (("snippets/tiny/alone.py", "A program", "One"), {ALONE}),
    "an experiment": (("scripts/experiments/tiny.py", "Slopes of", "The slopes of"), {SLOPES}),
    "its result": (("scripts/experiments/tiny.py", "(1, 5)]", "(1, 5)] + [4]"), {SLOPES, LINE}),
    "a drawing": (("scripts/figures/tiny.py", "zg:weight", "zg:fresh"), {LINE}),
    "the palette": (("scripts/palette.py", "#196FD5", "#196FD6"), {LINE, LAB}),
    "the style": (("scripts/drawing/style.py", '"font.size": 11', '"font.size": 12'), {LINE}),
    "the lab": (("docs/notebooks/lab.py", "(5))", "(6))"), {LAB}),
    "a page": (("docs/tiny.md", "The first slope", "This slope"), set()),
    "a claim": (("tests/claims/tiny.py", "is four", "ends at four"), set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_reaches_what_came_from_it_and_nothing_else(sample, change):
    edit, expected = CHANGES[change]
    sample.change(*edit)
    again = {name for name in made_again(sample) if not name.startswith("figures/cards")}
    assert again == expected


@pytest.mark.parametrize("name", ["scripts/record.py", "scripts/records.py", "scripts/forked.py"])
def test_what_records_is_a_source_of_every_record(sample, name):
    sample.write(name, sample.read(name) + "# changed\n")
    assert made_again(sample) >= {SLOPES, DOUBLE, ALONE, LAB}


@pytest.mark.parametrize("folder", ["experiments", "drawing"])
def test_a_shared_helper_is_a_source_of_what_uses_it(sample, folder):
    """A constant in a module of its own, imported by the chapter's file."""
    chapter = f"scripts/{'experiments' if folder == 'experiments' else 'figures'}/tiny.py"
    head, _, rest = sample.read(chapter).partition("\n\n")
    sample.write(chapter, f"{head}\n\nfrom scripts.{folder}.shared import SCALE  # noqa\n\n{rest}")
    (sample.root / f"scripts/{folder}/shared").mkdir()
    shared = f"scripts/{folder}/shared/__init__.py"
    sample.write(shared, '"""Shared."""\n\nSCALE = 1\n')
    made_again(sample)
    sample.write(shared, '"""Shared."""\n\nSCALE = 2\n')
    again = made_again(sample)
    assert (SLOPES if folder == "experiments" else LINE) in again
    assert DOUBLE not in again


def test_a_file_that_an_experiment_opens_is_a_source(sample):
    sample.write("docs/recorded/elsewhere.txt", "4")
    sample.change(
        "scripts/experiments/tiny.py",
        "range(1, 5)",
        'range(1, int((SNIPPETS.parent / "docs/recorded/elsewhere.txt").read_text()) + 1)',
    )
    more = "\n\nfrom scripts.files import SNIPPETS\nfrom"
    sample.change("scripts/experiments/tiny.py", "\n\nfrom", more)
    made_again(sample)
    sample.write("docs/recorded/elsewhere.txt", "3")
    assert SLOPES in made_again(sample)
    sources = json.loads(sample.read(f"build/{SLOPES}"))["sources"]
    assert "docs/recorded/elsewhere.txt" in sources


def test_another_version_of_a_library_is_another_run(sample):
    path = sample.root / "build" / SLOPES
    record = json.loads(path.read_text())
    path.write_text(json.dumps(record | {"versions": record["versions"] | {"torch": "1.0"}}))
    assert SLOPES in made_again(sample)


EDITS = {  # what is edited, and a page that must change
    "the page": ("tiny", ("docs/tiny.md", "The first slope", "This slope")),
    "its title": ("tiny", ("docs/tiny.md", "title: Tiny", "title: Small")),
    "a program": ("tiny", ("snippets/tiny/double.py", "The derivative", "Any derivative")),
    "a run": ("proofs", ("scripts/experiments/tiny.py", "(1, 5)]", "(1, 5)] + [4]")),
    "a caption": ("tiny", ("scripts/figures/tiny.py", "The last slope is", "At last it is")),
    "a drawing": ("tiny", ("scripts/figures/tiny.py", "zg:weight", "zg:fresh")),
    "a claim": ("tiny", ("tests/claims/tiny.py", "is four", "ends at four")),
    "an assertion": ("proofs", ("tests/claims/tiny.py", "== 4", "> 3")),
    "a mark elsewhere": ("proofs", ("docs/index.md", "# Home", '# Home [= claim("tiny/last") =]')),
    "what the weave writes": ("tiny", ("scripts/weave/displays.py", '"verified"', '"proved"')),
    "the meaning of a word": ("", ("docs/glossary.md", "micro-batch\n: The", "micro-batch\n: A")),
    "the configuration": ("tiny", ("mkdocs.yml", "permalink: true", "permalink: false")),
}
BUILT = {"a drawing", "the configuration"}  # no page's Markdown says it


def test_each_change_reaches_the_built_pages_as_a_build_from_nothing_would(sample):
    """One edit after the other, a weave after each; then all of them from nothing.

    MkDocs builds every page each time. What reaches a page through it alone is looked for there.
    """
    for change, (page, edit) in EDITS.items():
        make, folder, name = sample.make, sample.root / "build/pages", f"{page or 'index'}.md"
        if change in BUILT:
            make, folder, name = sample.build, sample.root / "site", f"{page}/index.html"
            make()
        before = contents(folder)
        sample.change(*edit)
        status, output = make()
        assert status == 0, f"{change}: {output}"
        assert name in same(before, contents(folder)), change
    assert sample.build()[0] == 0
    before = contents(sample.root / "site")
    sample.forget()
    assert sample.build()[0] == 0
    assert same(before, contents(sample.root / "site")) == []


def test_a_link_breaks_when_its_target_goes(sample):
    sample.change("docs/tiny.md", "# Tiny\n", "# Tiny\n\nSee [home](index.md#at-home).\n")
    sample.change("docs/index.md", "# Home\n", "# Home\n\n## At home\n")
    status, output = sample.build()
    assert status == 0, output
    sample.change("docs/index.md", "## At home", "## Away")
    status, output = sample.build()
    assert status != 0
    assert "at-home" in output


def test_what_no_source_makes_any_more_goes(sample):
    sample.write("docs/more.md", "# More\n\nA page.\n")
    sample.change("mkdocs.yml", "  - Tiny: tiny.md\n", "  - Tiny: tiny.md\n  - More: more.md\n")
    assert sample.build()[0] == 0
    (sample.root / "docs/more.md").unlink()
    sample.change("mkdocs.yml", "  - More: more.md\n", "")
    assert sample.build()[0] == 0
    assert not (sample.root / "build/pages/more.md").exists()
    assert not (sample.root / "build/figures/cards/more.png").exists()
