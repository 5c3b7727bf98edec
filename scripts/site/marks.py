"""Two marks that depend on the text around them, set after a page is rendered.

A Markdown extension. Code titled “… (wrong …)” gets the class `wrong`, to which
docs/assets/site.css gives a sign and a dashed edge; code titled “… (raises …)” gets `raises` too.
The mark of a claim stays on the line of the words that it proves.
"""

import re

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

WRONG = re.compile(r'class="([^"]*highlight)"(><span class="filename">[^<]*\((raises|wrong)\b)')
SIGNS = {"raises": "wrong raises", "wrong": "wrong"}
PROOF = re.compile(r'\s+(?=<a class="proof")')


class Marks(Postprocessor):
    def run(self, text):
        text = WRONG.sub(lambda m: f'class="{m[1]} {SIGNS[m[3]]}"{m[2]}', text)
        return PROOF.sub("\N{NARROW NO-BREAK SPACE}", text)


class MarksExtension(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Marks(md), "marks", 25)  # after raw_html, which restores code


def makeExtension(**options):
    return MarksExtension(**options)
