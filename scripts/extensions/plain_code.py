"""Code is coloured where a colour says something; names, operators and brackets are plain text.

A Markdown extension. The highlighter wraps every one of them in an element of its own, most of a
page's elements, though they look like the text around them.
"""

from __future__ import annotations

import re

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

PLAIN = re.compile(r'<span class="[nopw]">([^<]*)</span>')


def plain(code: str) -> str:
    """Highlighted code without the elements that have no colour."""
    return PLAIN.sub(r"\1", code)


class PlainCode(Postprocessor):
    def run(self, text):
        return plain(text)


class PlainCodeExtension(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(PlainCode(md), "plain_code", 0)  # after the stash is put back


def makeExtension(**options):
    return PlainCodeExtension(**options)
