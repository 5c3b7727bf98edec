"""A lab's page as light as a chapter's: its cells in the site's own markup and colours.

mkdocs-jupyter brings half a megabyte of style and scripts, and pictures for white paper.
"""

from __future__ import annotations

import html
import re

from bs4 import BeautifulSoup, Tag

from scripts import palette

WHOLE = re.compile(r'(<article[^>]*>).*(<div class="jupyter-wrapper">.*</div>)', re.DOTALL)
ABOUT = re.compile(r'(<meta (?:name|property)="(?:og:)?description" content=")[^"]*(")')


def slim(page: str, about: str = "") -> str:
    """The page of a lab, as mkdocs-jupyter made it, in the markup of the other pages.

    Args:
        page: its HTML.
        about: one sentence on it, for its head.
    """

    def cells(found: re.Match) -> str:
        soup = BeautifulSoup(found[2], "lxml")
        return found[1] + "\n".join(map(_cell, soup.select('[id^="cell-id="]')))

    end = re.search('<aside class="ways-out"|</article>', page).start()
    article = WHOLE.sub(cells, page[:end], count=1)
    return ABOUT.sub(rf"\1{html.escape(re.sub('[`*]', '', about))}\2", article) + page[end:]


def _cell(cell: Tag) -> str:
    """A cell with what came out of it."""
    if words := cell.select_one(".jp-RenderedMarkdown"):
        for link in words.select("a.anchor-link"):
            link["class"], link["title"] = "headerlink", "Permanent link"
        return words.decode_contents()
    code = cell.select_one(".highlight-ipynb pre").decode_contents().removeprefix("<span></span>")
    return "\n".join([_block("python", code), *map(_output, cell.select(".jp-OutputArea-output"))])


def _block(kind: str, code: str) -> str:
    text = code.strip("\n")
    return f'<div class="language-{kind} highlight"><pre><code>{text}\n</code></pre></div>'


def _output(output: Tag) -> str:
    if picture := output.select_one("svg"):
        return f'<div class="drawing">{_themed(str(picture))}</div>'
    return _block("text output", html.escape(output.get_text().strip("\n"), quote=False))


def _themed(svg: str) -> str:
    """A drawing for white paper in the colours of the page's theme."""
    svg = re.sub(r"<(metadata|style)\b.*?</\1>", "", svg, flags=re.DOTALL)
    roles = {colour.lower(): role for role, colour in palette.theme("light").items()}
    roles |= {"#000000": "ink", "black": "ink"}
    colour = re.compile(r"(?<=[:\"] )#[0-9a-f]{6}|(?<=[:\"])#[0-9a-f]{6}", re.IGNORECASE)

    def role(found: re.Match) -> str:
        name = roles.get(found[0].lower())
        return f"var(--zg-{name})" if name else found[0]

    return colour.sub(role, svg)
