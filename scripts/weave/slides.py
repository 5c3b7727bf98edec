"""The deck for teachers: a slide for every figure, with what to say; docs/slides.md shows it.

The same slides are data, generated/slides.json, of which scripts/drawing/deck.py makes the PDF.
"""

from __future__ import annotations

import json
import re

from scripts.files import PAGES, write
from scripts.weave.figures import Figures, lead

DATA = PAGES / "generated" / "slides.json"
MARK = re.compile(r"\s?\[✓\]\[[^\]]+\]")


def slides(figures: Figures) -> str:
    """The deck as Markdown; its data is written beside the page."""
    deck = [_slide(figures, name) for name in figures.in_order()]
    write(DATA, json.dumps([slide for slide, _ in deck], indent=1, ensure_ascii=False) + "\n")
    shown = "\n\n".join(markdown for _, markdown in deck)
    return f'<div class="slides" markdown>\n\n{shown}\n\n</div>'


def _slide(figures: Figures, name: str) -> tuple[dict, str]:
    """A slide as data, and as Markdown."""
    function, caption, alternative = figures.read(name)
    claim = lead(caption)
    said = " ".join(caption.split()).removeprefix(claim).strip()
    page, picture = figures.page_of(name), figures.pictures(name, alternative)
    notes = "\n\n".join(filter(None, [said, alternative, f"[Where it stands on the site]({page})"]))
    data = {
        "figure": name,
        "runs": [f"{name.split('/')[0]}/{run}" for run in function.parameters],
        "claim": plain(claim),
        "notes": "\n\n".join(filter(None, [plain(said), plain(alternative)])),
    }
    markdown = (
        f'<section class="slide" id="{name.replace("/", "-")}" markdown>\n\n'
        f"{claim}\n{{: .claim }}\n\n"
        f'{picture}\n\n<details class="notes" markdown>\n<summary>What to say</summary>\n\n'
        f"{notes}\n\n</details>\n\n</section>"
    )
    return data, markdown


def plain(markdown: str) -> str:
    r"""Markdown as matplotlib draws it: formulas between dollars, everything else as it reads."""
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", MARK.sub("", markdown)).replace("$", r"\$")
    text = re.sub(r"\\\((.*?)\\\)", r"$\1$", text)
    return re.sub(r"\\([\[\]])", r"\1", re.sub(r"\*\*|`", "", text))
