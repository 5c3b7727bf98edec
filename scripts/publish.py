"""Publish: put beside a built site what its generator leaves out.

    python -m scripts publish site

Each page's Markdown twin, index.md beside index.html, and the loop doctor as one file. What only few
readers need is taken out of the pages: rules of style that match nothing, folded code. The
generator's own search index goes: the site's search reads assets/sections.js, which the weave made
(scripts/weave/search.py).
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from loop_doctor.pack import pack
from scripts.files import PAGES, ROOT, read, write
from scripts.folds import set_aside
from scripts.pages import markdown
from scripts.trim import trim


def main(arguments: list[str]) -> int:
    """Publish the site that lies in the folder named, by default site/."""
    parser = argparse.ArgumentParser(prog="python -m scripts publish")
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    site = parser.parse_args(arguments).site
    for page in markdown():
        write(site / page.address / "index.md", read(PAGES / page.uri))
    pack(site / "loop-doctor.pyz")
    trim(site)
    set_aside(site)
    shutil.rmtree(site / "search", ignore_errors=True)
    return 0
