"""A figure's drawing is put into the page itself, so that it follows the page's theme and type.

A Markdown extension: of an image of class `drawing` it takes the file, build/figures/<chapter>/
<figure>.svg, and names it by the image's text alternative. Without it, the page shows the image.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

STYLE = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>|<style.*?</style>", re.DOTALL)
FIGURES = Path(__file__).resolve().parent.parent.parent / "build" / "figures"


class Drawings(Treeprocessor):
    def run(self, root):
        for paragraph in root.iter("p"):
            image = next(iter(paragraph), None)
            if image is None or "drawing" not in (image.get("class") or "").split():
                continue
            svg = FIGURES.joinpath(*Path(image.get("src")).parts[-2:]).read_text("utf-8")
            words = html.escape(image.get("alt"))
            svg = STYLE.sub("", svg)  # it is in site.css, once
            svg = svg.replace('aria-label=""', f'aria-label="{words}"', 1)
            paragraph.clear()
            paragraph.tag = "div"
            paragraph.set("class", "drawing")
            paragraph.text = self.md.htmlStash.store(re.sub(r"\n\s*", "\n", svg.strip()))


class DrawingsExtension(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(Drawings(md), "drawings", -10)  # after MkDocs has its links


def makeExtension(**options):
    return DrawingsExtension(**options)
