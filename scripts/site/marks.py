"""Two marks that depend on the text around them, set after a page is rendered.

A Markdown extension. Code titled “… (raises …)” or “… (wrong …)” gets the class `wrong`, to which
docs/assets/site.css gives a sign and a dashed edge. The mark of a claim stays on the line of the
words that it proves.
"""

import re

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

WRONG = re.compile(r'class="([^"]*highlight)"(><span class="filename">[^<]*\((?:raises|wrong)\b)')
PROOF = re.compile(r'\s+(?=<a class="proof")')


class Marks(Postprocessor):
    def run(self, text):
        return PROOF.sub("\N{NARROW NO-BREAK SPACE}", WRONG.sub(r'class="\1 wrong"\2', text))


class MarksExtension(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Marks(md), "marks", 25)  # after raw_html, which restores code


def makeExtension(**options):
    return MarksExtension(**options)
