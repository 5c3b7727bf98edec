r"""Formulas are typeset while the site is built, so no reader runs a script for them.

A Markdown extension: `\( … \)` and `\[ … \]` become the HTML and MathML of KaTeX. The weave has
tried each formula before, and names page and line of one that KaTeX refuses.
"""

from __future__ import annotations

import functools
import html
import json
import re
from pathlib import Path

import quickjs
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

KATEX = Path(__file__).parent / "vendor" / "katex" / "katex.min.js"
LEFT_OUT = re.compile(r'class="[^"]*\b(boldsymbol|(?:text|math)(?:bold)?(?:sf|scr|frak))\b')


@functools.cache
def _engine() -> quickjs.Context:
    engine = quickjs.Context()
    engine.eval(KATEX.read_text("utf-8"))
    return engine


@functools.cache
def typeset(formula: str, display: bool = False) -> str:
    """HTML with MathML of a formula in LaTeX; ValueError says what is wrong with it."""
    options = json.dumps({"displayMode": display, "strict": True})
    try:
        result = _engine().eval(f"katex.renderToString({json.dumps(formula)}, {options})")
    except quickjs.JSException as error:
        reason = str(error).splitlines()[0].partition("ParseError: ")[2]
        raise ValueError(reason.replace("\N{COMBINING LOW LINE}", "")) from None
    if font := LEFT_OUT.search(result):
        raise ValueError(f"the font of {font[1]} is not among docs/assets/vendor/katex/fonts")
    return result


class Typesetter(Treeprocessor):
    def run(self, root):
        for element in root.iter():
            if element.get("class") != "arithmatex":
                continue
            formula = html.unescape(element.text.strip()[2:-2].strip())
            result = typeset(formula, display=element.tag == "div")
            element.set("data-search-exclude", "")
            element.text = self.md.htmlStash.store(result)


class Mathematics(Extension):
    def extendMarkdown(self, md):
        syntax = {
            "generic": True,
            "inline_syntax": ["round"],
            "block_syntax": ["square"],
            "inline_tag": "var",  # the search leaves out its content as far as the next </var>
        }
        md.registerExtensions(["pymdownx.arithmatex"], {"pymdownx.arithmatex": syntax})
        md.treeprocessors.register(Typesetter(md), "mathematics", 15)


def makeExtension(**options):
    return Mathematics(**options)
