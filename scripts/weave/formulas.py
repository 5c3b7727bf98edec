"""The formulas of a page: each is tried, and the fonts hold the glyphs that formulas show."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from lxml import html

from scripts.extensions.mathematics import typeset
from scripts.files import BUILD, DOCS, PAGES, Fault, digest, link, version, write

FONTS = Path("assets/vendor/katex/fonts")
SUBSETS = BUILD / "fonts"
CODE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})[\s\S]*?^\1\2[ \t]*$|(`+)(?!`)[\s\S]*?\3", re.MULTILINE)
FORMULA = re.compile(r"\\\((.+?)\\\)|^[ \t>]*\\\[([\s\S]+?)\\\]", re.MULTILINE | re.DOTALL)


def glyphs(text: str, where: str, again: str) -> set[str]:
    """The characters that the formulas of a woven page show.

    Raises:
        Fault: KaTeX refuses one.
    """
    found = set()
    bare = CODE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    for formula in FORMULA.finditer(bare):
        inline, display = formula.groups()
        try:
            page = typeset((inline or display).strip(), display=display is not None)
        except ValueError as error:
            raise Fault(where, f"formula {formula[0]}: {error}", again) from None
        for part in html.fromstring(page).cssselect(".katex-html"):
            found |= set(part.text_content())
    return found


def publish_fonts(characters: set[str]) -> None:
    """Put the fonts into the pages' assets, with the glyphs of `characters` and no others."""
    text = "".join(sorted(characters))
    tools = f"{version('fonttools')}{version('brotli')}"
    for font in sorted((DOCS / FONTS).glob("*.woff2")):
        subset = SUBSETS / f"{digest(f'{digest(font.read_bytes())}{text}{tools}')}.woff2"
        if not subset.exists():
            write(subset, _subset(font, text))
        link(subset, PAGES / FONTS / font.name)


def _subset(font: Path, characters: str) -> bytes:
    from fontTools import subset

    options, file = subset.Options(flavor="woff2", hinting=False), BytesIO()
    whole = subset.load_font(font, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(whole)
    subset.save_font(whole, file, options)
    return file.getvalue()
