"""Code and tables in a form that a narrow screen can use; the style sheet does the rest.

A Markdown extension. A line of code that may be too long stands in an element of its own, so that
what is left of it hangs under its indentation. A cell of a table says what its column is, for a
screen on which each row is a card; roles keep what a table is where it is not drawn as one.
"""

from __future__ import annotations

import html
import re

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

FITS = 32  # characters, at 320 px
CODE = re.compile(
    r'(<div class="language-(?!text output)[^"]*\bhighlight"[^>]*>(?:<span class="filename">'
    r"[^\n]*?</span>)?<pre[^>]*>(?:<span></span>)?<code>)(.*?)(?=</code></pre>)",
    re.DOTALL,
)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
PART = re.compile(r"<(table|thead|tbody|tr|th|td)\b")
ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "th": "columnheader",
    "td": "cell",
}


def narrow(page: str) -> str:
    """A page's HTML with its code and its tables in that form."""
    page = CODE.sub(lambda found: found[1] + hanging(found[2]), page)
    return TABLE.sub(lambda found: labelled(found[0]), page)


def hanging(code: str) -> str:
    """Highlighted code; of a line that may wrap, `--indent` is the number of leading spaces."""
    return "".join(map(_line, code.splitlines(keepends=True)))


def _line(line: str) -> str:
    text = html.unescape(TAG.sub("", line)).rstrip("\n")
    if len(text) <= FITS:
        return line
    indent = len(text) - len(text.lstrip(" "))
    end = "\n" * line.endswith("\n")
    style = f' style="--indent:{indent}"' if indent else ""
    return f'<span class="line"{style}>{line.removesuffix(end)}</span>{end}'


def labelled(table: str) -> str:
    """A table with its roles; from three columns on, a cell names its own but in the first."""
    heads = [_words(head) for head in HEAD.findall(table)]
    column = 0

    def part(found: re.Match) -> str:
        nonlocal column
        name = found[1]
        column = 0 if name == "tr" else column + 1
        says = name == "td" and column > 1 and len(heads) > 2 and heads[column - 1]
        return f'{found[0]} role="{ROLES[name]}"' + (f' data-column="{says}"' if says else "")

    return PART.sub(part, table)


def _words(head: str) -> str:
    """What a head says, as the value of an attribute."""
    return html.escape(html.unescape(" ".join(TAG.sub("", head).split())))


class Narrow(Postprocessor):
    def run(self, text):
        return narrow(text)


class NarrowExtension(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Narrow(md), "narrow", -1)  # after plain_code


def makeExtension(**options):
    return NarrowExtension(**options)
