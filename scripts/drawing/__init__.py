"""What draws figures, the poster and the cards; the figures themselves are in scripts/figures/."""

import os
from urllib.parse import urlsplit

import yaml

from scripts.files import ROOT, read

KINDS = ("light.svg", "dark.svg", "light.png", "dark.png", "light.pdf")  # beside a page's own SVG
PANELS = ("accumulation/ledger", "accumulation/hill", "placement/every_order")
PANELS += ("exceptions/errors", "clearing/frozen")
RUNS = ("accumulation/ledger", "accumulation/hill", "placement/orders", "exceptions/errors")
RUNS += ("clearing/frozen", "clearing/memory")
PROGRAMS = ("index/five_lines.py", "index/accumulate.py")
PRINT, SCREEN = 3200, 1200  # pixels across
SHEETS = {  # the poster's files in each theme
    "svg": "SVG",
    "png": f"PNG, {PRINT} pixels wide",
    "screen.png": f"PNG, {SCREEN} pixels wide",
    "card.png": "PNG for a link, 1200 × 630",
    "a2.pdf": "PDF, A2",
    "a4.pdf": "PDF, A4",
}


def address() -> str:
    """Where the site is published; empty where it is only tried on this machine."""
    address = os.environ.get("SITE_URL", "")
    return "" if urlsplit(address).hostname in ("127.0.0.1", "localhost") else address


def citation() -> str:
    """How to cite the site, from CITATION.cff: authors, year, title, version."""
    cite = yaml.safe_load(read(ROOT / "CITATION.cff"))
    authors = ", ".join(author["name"] for author in cite["authors"])
    return f"{authors} ({cite['date-released'].year}). {cite['title']}. Version {cite['version']}."
