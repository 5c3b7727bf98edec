"""Readers' own words, typed into the site's search box in a real Chromium.

tests/queries.toml holds the queries, each with the entry that answers. The search lists pages,
each with its best section or sections, the others folded away behind "more on this page". An
entry is found if it can be seen, without unfolding anything, within the first three pages listed.
"""

from __future__ import annotations

import tomllib

from tests.conftest import ROOT

FIRST = 3
ENOUGH = 150
READY = """() => !["", "Initializing search"]
    .includes(document.querySelector(".md-search-result__meta").textContent.trim())"""
MARKED = """() => document.querySelector(".md-search-result__list")
    .replaceChildren(document.createElement("hr"))"""  # the next answer replaces the mark
ANSWERED = """() => !document.querySelector(".md-search-result__list > hr")"""
SEEN = """first => [...document.querySelectorAll(".md-search-result__list > li")].slice(0, first)
    .map(page => [...page.querySelectorAll("a")].filter(link => !link.closest("details"))
        .map(link => new URL(link.href)).map(url => url.pathname.slice(1) + url.hash))"""


def queries():
    """Pairs: what is typed, and the address of the entry that answers it."""
    pages = tomllib.loads((ROOT / "tests" / "queries.toml").read_text("utf-8"))
    return [
        (words, f"{page}#{anchor}" if anchor else page)
        for page, entries in pages.items()
        for anchor, asked in entries.items()
        for words in asked
    ]


def test_there_are_enough_different_queries():
    words = [words for words, _ in queries()]
    assert len(words) == len(set(words)) >= ENOUGH


def test_every_expected_entry_exists(site):
    for _, entry in queries():
        page, _, anchor = entry.partition("#")
        assert f'id="{anchor}"' * bool(anchor) in site.file(page).read_text("utf-8"), entry


def test_the_entry_is_among_the_first_three(browser, site):
    tab = browser.new_page()
    tab.goto(site.url, wait_until="networkidle")
    box = tab.locator(".md-search__input")
    box.click()
    tab.wait_for_function(READY)
    missed = []
    for words, entry in queries():
        tab.evaluate(MARKED)
        box.fill(words)
        box.press("End")  # the search listens to keys
        tab.wait_for_function(ANSWERED)
        seen = tab.evaluate(SEEN, FIRST)
        if not any(entry in page for page in seen):
            missed.append(f"{words!r} wants {entry}, sees {seen}")
    tab.close()
    assert not missed, f"{len(missed)} of {len(queries())} missed:\n" + "\n".join(missed)
