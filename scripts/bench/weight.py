"""Weight: what a first visit to a page costs, by kind of page, and what each explorable adds."""

from __future__ import annotations

import gzip
import statistics
from pathlib import Path

from scripts.bench.built import chromium, first_visit
from scripts.bench.lines import line
from scripts.host import Host
from scripts.pages import pages

KINDS = {
    "chapters/": "chapter",
    "faq/": "questions",
    "notebooks/": "lab",
    "figures/": "pictures",
    "infographic/": "pictures",
    "slides/": "pictures",
    "": "other page",
}  # the first that fits


def report(host: Host) -> None:
    """Print the weights, compressed, the search's index apart."""
    with chromium() as running:
        found: dict[str, dict[str, int]] = {}
        for page in pages():
            kind = next(name for start, name in KINDS.items() if page.address.startswith(start))
            weight = first_visit(running, host, page.address)
            found.setdefault(kind, {})[page.address or "the front page"] = weight
        for kind, weights in found.items():
            heaviest = max(weights, key=weights.get)
            middle = statistics.median(weights.values()) / 1000
            line(f"{kind}: the median of {len(weights)}", middle, unit="kB")
            limit = "" if kind == "pictures" else "≤ 160"
            line(f"{kind}: the heaviest, {heaviest}", weights[heaviest] / 1000, limit, "kB")
        explorables(host.root)
        index = size(host.root / "assets" / "sections.js")
        line("the search, when a reader goes to it", index, unit="kB")


def explorables(site: Path) -> None:
    """Print what they load: scripts and style of all together, and the record of each."""
    files = sorted((site / "assets" / "explorables").glob("zg-*.js"))
    records = [path for path in files if path.stem.endswith(".record")]
    scripts = [site / "assets" / "widgets.js", *(path for path in files if path not in records)]
    line("explorables: all scripts", sum(map(size, scripts)), "≤ 12", "kB")
    line("explorables: style", size(site / "assets" / "explorables.css"), "≤ 3.072", "kB")
    for record in records:
        line(f"the record of {record.stem.removesuffix('.record')}", size(record), "≤ 10", "kB")


def size(path: Path) -> float:
    """Kilobytes of a file, compressed."""
    return len(gzip.compress(path.read_bytes(), 9)) / 1000
