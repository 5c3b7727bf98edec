"""The fonts of formulas, with the glyphs that the site's formulas need and no others."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from lxml import html

from scripts.recorder import version
from scripts.runs import ROOT, digest, write

FONTS = Path("assets/vendor/katex/fonts")
CACHE = ROOT / ".cache" / "fonts"


def trim(site: Path) -> None:
    """Take from each font of the built site the glyphs that no formula shows."""
    characters = shown(site)
    for font in sorted((site / FONTS).glob("*.woff2")):
        whole = font.read_bytes()
        key = digest(f"{digest(whole)}{characters}{version('fonttools')}{version('brotli')}")
        trimmed = CACHE / f"{key}.woff2"
        if not trimmed.exists():
            write(trimmed, _subset(font, characters))
        write(font, trimmed.read_bytes())


def shown(site: Path) -> str:
    """The characters that the formulas of the built site show, in order."""
    found = set()
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        if 'class="katex-html"' in text:
            for formula in html.document_fromstring(text).cssselect(".katex-html"):
                found |= set(formula.text_content())
    return "".join(sorted(found))


def _subset(font: Path, characters: str) -> bytes:
    from fontTools import subset

    options, file = subset.Options(flavor="woff2"), BytesIO()
    whole = subset.load_font(font, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(whole)
    subset.save_font(whole, file, options)
    return file.getvalue()
