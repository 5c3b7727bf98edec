"""Publish: put beside a built site what its generator leaves out.

    python -m scripts publish site

Each page's Markdown twin, index.md beside index.html; in its head what it may load and what it is
about; the addresses that have moved; the deck as PDF; headers for hosts that send them. What only
few readers need is taken out: rules of style that match nothing, folded code.
The generator's own search index goes: the site's search reads assets/sections.js, which the weave
made (scripts/weave/search.py).
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from pathlib import Path

from scripts.drawing import deck
from scripts.files import PAGES, ROOT, read, write
from scripts.pages import markdown, pages
from scripts.publish import labs, linked_data, moved, policy
from scripts.publish.folds import set_aside
from scripts.publish.trim import trim
from scripts.weave import slides
from scripts.weave.edition import changed, version
from scripts.weave.labs import about as about_lab

ADDED = re.compile(  # by an earlier call
    r'<meta http-equiv="Content-Security-Policy"[^>]*>\n|'
    r'<meta (name="twitter:card"|property="og:(type|url|image))[^>]*>\n|'
    r'<script type="application/ld\+json">.*?</script>\n'
)


def main(arguments: list[str]) -> int:
    """Publish the site that lies in the folder named, by default site/."""
    parser = argparse.ArgumentParser(prog="python -m scripts publish")
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    site = parser.parse_args(arguments).site
    for page in markdown():
        write(site / page.address / "index.md", read(PAGES / page.uri))
    if slides.DATA.exists():
        deck_of = json.loads(read(slides.DATA))
        write(site / "slides" / "clean-slate.pdf", deck.pdf(deck_of, version()))
    shutil.rmtree(site / "search", ignore_errors=True)
    trim(site)
    set_aside(site)
    finished = _finished(site)
    finished |= moved.pages(site)
    for path, text in moved.files(site).items():
        write(path, text)
    allowed = policy.hashes(finished.values())
    head = re.compile(r"<meta charset=[^>]*>\s*")
    for path, html in finished.items():
        write(path, head.sub(lambda m: m[0] + policy.meta(allowed), html, count=1))
    lines = []
    for address, headers in policy.headers().items():
        lines += [f"{address}\n", *(f"  {name}: {value}\n" for name, value in headers.items())]
    write(site / "_headers", "".join(lines))
    return 0


def _finished(site: Path) -> dict[Path, str]:
    """The built pages, each with what it is about in its head, and its old anchors."""
    asked, days = linked_data.answers(), changed()
    old = moved.anchors()
    found = {site / "404.html": ADDED.sub("", read(site / "404.html"))}
    for page in pages():
        path = site / page.address / "index.html"
        if not path.exists():
            continue  # another generator knows no notebooks
        html = moved.kept(ADDED.sub("", read(path)), page.address, old)
        if page.path.suffix == ".py":
            html = labs.slim(html, page.path.stem, about_lab(page))
        of = asked.get(page.address, [])
        about = linked_data.described(html, page, of, days.get(page.uri, ""))
        found[path] = html.replace("</head>", f"{about}</head>", 1)
    return found
