"""Promise: readers' own words, typed into the site's search box, lead to the section that answers.

tests/queries.toml holds queries, each under the section that answers it. A hash of its words puts
each query into one of two halves: weights may be tuned on the first alone. tests/unseen.json was
written by someone who had read bug reports and not the site; nothing is tuned on it. Found among
the first three when it was first tried: 85 %, first: 75 %.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib

import pytest

from tests.conftest import ROOT

FIRST = 3
TYPE = """async queries => {
    const input = document.querySelector(".md-search__input")
    const list = document.querySelector("[data-search] ol"), found = []
    for (const query of queries) {
        input.value = query
        input.dispatchEvent(new Event("input"))
        const typed = input.value.trim()  // a box of one line takes no line breaks
        while (list.dataset.query !== typed) await new Promise(done => setTimeout(done))
        found.push([...list.querySelectorAll("a")].map(link => link.href))
    }
    return found
}"""


def queries():
    """Each query of queries.toml with the sections that answer it: one, or any of its page."""
    pages = tomllib.loads((ROOT / "tests" / "queries.toml").read_text("utf-8"))
    return [
        (words, [f"{page}#{anchor}" if anchor else page])
        for page, entries in pages.items()
        for anchor, asked in entries.items()
        for words in asked
    ]


def unseen():
    """The queries of unseen.json that the site should answer, each with the sections that do."""
    rows = json.loads((ROOT / "tests" / "unseen.json").read_text("utf-8"))
    return [(row["query"], row["right"]) for row in rows if row["right"]]


def half(words):
    """0 or 1, by a hash of the query."""
    return hashlib.sha256(words.encode()).digest()[-1] % 2


@pytest.fixture(scope="module")
def searched(browser, site):
    """Types queries; the addresses found for each, as queries.toml writes them."""
    tab = browser.new_page()
    tab.goto(site.url)
    tab.locator(".md-search__input").click()
    yield lambda words: [
        [address.removeprefix(site.url) for address in found] for found in tab.evaluate(TYPE, words)
    ]
    tab.close()


def score(searched, asked):
    """Shares of queries whose answer comes first, and among the first three; what is missed."""
    found = searched([words for words, _ in asked])
    first, three, missed = 0, 0, []
    for (words, right), seen in zip(asked, found, strict=True):
        fits = [any(at == r or "#" not in r and at.startswith(r) for r in right) for at in seen]
        first += any(fits[:1])
        three += any(fits[:FIRST])
        if not any(fits[:FIRST]):
            missed.append(f"{words!r} wants {right[0]}, sees {seen[:FIRST]}")
    return first / len(asked), three / len(asked), "\n".join(missed)


def test_every_expected_section_exists(site):
    for _, right in queries() + unseen():
        for place in right:
            page, _, anchor = place.partition("#")
            assert f'id="{anchor}"' * bool(anchor) in site.file(page).read_text("utf-8"), place


def test_every_section_of_the_index_exists(site):
    text = (site.root / "assets" / "sections.js").read_text("utf-8")
    for address, *_ in json.loads(text.partition("=")[2]):
        page, _, anchor = address.partition("#")
        if os.environ.get("SITE") and page.startswith("notebooks/"):
            continue  # another generator knows none
        assert f'id="{anchor}"' * bool(anchor) in site.file(page).read_text("utf-8"), address


@pytest.mark.parametrize("which", [0, 1])
def test_the_right_section_comes_first(searched, which):
    asked = [(words, right) for words, right in queries() if half(words) == which]
    assert len(asked) > 100
    first, three, missed = score(searched, asked)
    assert three >= 0.92, f"{three:.0%} among the first three:\n{missed}"
    assert first >= 0.8, f"{first:.0%} first"


def test_words_that_nobody_tuned(searched, record_property):
    asked = unseen()
    first, three, missed = score(searched, asked)
    record_property("unseen", f"{first:.0%} first, {three:.0%} among three, of {len(asked)}")
    assert three >= 0.8, f"{three:.0%} among the first three:\n{missed}"
    assert first >= 0.7, f"{first:.0%} first"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zerograd", "zero_grad"),
        ("zero-grad", "zero_grad"),
        ("nosync", "no_sync"),
        ("all reduce", "allreduce"),
        ("accumulating gradents", "accumulate gradients"),
        ('File "train.py", line 12: unscale_() has already been called', "unscale_ already called"),
    ],
)
def test_spelling_does_not_matter(searched, typed, meant):
    one, other = searched([typed, meant])
    assert set(one[:FIRST]) & set(other[:FIRST]), (one[:FIRST], other[:FIRST])


def test_nothing_is_loaded_before_the_reader_goes_to_the_box(browser, site):
    tab, asked = browser.new_page(), []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(site.url, wait_until="networkidle")
    assert not [url for url in asked if "sections.js" in url or "search_index" in url]
    tab.keyboard.press("/")
    tab.wait_for_function("() => typeof zeroGradSections != 'undefined'")
    tab.close()


def test_it_works_from_disk_and_by_keyboard_alone(browser, site):
    tab = browser.new_page()
    tab.goto((site.root / "index.html").as_uri())
    tab.keyboard.press("/")
    tab.keyboard.type("once per epoch")
    tab.locator("[data-search] ol a").first.wait_for()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/*.html#*")
    assert "once-per-epoch" in tab.url
    tab.close()


def test_it_says_so_when_nothing_fits(searched, browser, site):
    tab = browser.new_page()
    tab.goto(site.url)
    tab.locator(".md-search__input").click()
    for typed, told in (
        ("quiche lorraine", "Nothing here"),
        ("how to bake a gradient cake with butter and flour", "Nothing fits all"),
        ("clear gradients once per epoch", "that fit best"),
    ):
        tab.evaluate(TYPE, [typed])
        assert told in tab.locator("[data-search] [role=status]").inner_text(), typed
    tab.close()


def test_whoever_tabs_past_the_search_leaves_it(browser, site):
    tab = browser.new_page()
    tab.goto(site.url, wait_until="networkidle")
    opened = "document.querySelector('#__search').checked"
    tab.locator(".md-search__input").focus()
    tab.wait_for_function(opened)
    within = "document.activeElement.closest('.md-search') !== null"
    for _ in range(3):
        tab.keyboard.press("Tab")
        if not tab.evaluate(within):
            break
    assert not tab.evaluate(within)
    assert not tab.evaluate(opened)
    tab.locator(".md-search__input").focus()
    tab.wait_for_function(opened)
    tab.locator("body").evaluate("body => document.activeElement.blur()")
    tab.keyboard.press("Escape")
    assert not tab.evaluate(opened)
    tab.close()
