"""Search: how often readers' own words lead to the section that answers."""

from __future__ import annotations

from scripts.bench.built import chromium
from scripts.bench.lines import line
from scripts.host import Host
from tests import test_search


def report(host: Host) -> None:
    """Print the shares of both halves of the queries, and of those nobody tuned on."""
    asked = {
        "tuned on": [q for q in test_search.queries() if test_search.half(q[0]) == 0],
        "untouched half": [q for q in test_search.queries() if test_search.half(q[0]) == 1],
        "unseen": test_search.unseen(),
    }
    with chromium() as running:
        tab = running.new_page()
        tab.goto(host.url)
        tab.locator(".md-search__input").click()

        def searched(words):
            seen = tab.evaluate(test_search.TYPE, words)
            return [[address.removeprefix(host.url) for address in found] for found in seen]

        for name, queries in asked.items():
            first, three, _ = test_search.score(searched, queries)
            line(f"{name}: {len(queries)} queries, among the first three", 100 * three, "≥ 80", "%")
            line(f"{name}: first", 100 * first, "≥ 70", "%")
