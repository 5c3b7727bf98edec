"""A lab's page as light as a chapter's: its cells in the site's own markup and colours.

mkdocs-jupyter brings half a megabyte of style and scripts, and pictures for white paper.
"""

from __future__ import annotations

import base64
import hashlib
import html
import itertools
import re

from bs4 import BeautifulSoup, Tag

from scripts import palette
from scripts.extensions import narrow, plain_code
from scripts.weave.edition import repository

WHOLE = re.compile(r'(<article[^>]*>).*(<div class="jupyter-wrapper">.*</div>)', re.DOTALL)
ABOUT = re.compile(r'(<meta (?:name|property)="(?:og:)?description" content=")[^"]*(")')
HUB = "https://github.com/"
COLAB = "https://colab.research.google.com/github/{}/blob/main/docs/notebooks/{}.ipynb"
FOLD = '<details class="success"><summary>What came out</summary>\n{}\n</details>'


def slim(page: str, name: str, about: str = "") -> str:
    """The page of a lab, as mkdocs-jupyter made it, in the markup of the other pages.

    Args:
        page: its HTML.
        name: of its file, without ending.
        about: one sentence on it, for its head.
    """

    def cells(found: re.Match) -> str:
        soup, shown, predict = BeautifulSoup(found[2], "lxml"), [], False
        for cell in soup.select('[id^="cell-id="]'):
            shown.append(_cell(cell, predict))
            predict = "<strong>Predict" in shown[-1]
        text = "\n".join(shown)
        return found[1] + text.replace("</h1>", f"</h1>\n{_ways(name)}", 1)

    end = re.search('<aside class="ways-out"|</article>', page).start()
    article = WHOLE.sub(cells, page[:end], count=1)
    return ABOUT.sub(rf"\1{html.escape(re.sub('[`*]', '', about))}\2", article) + page[end:]


def _ways(name: str) -> str:
    """Links to take the lab along, or to open it where it can be run."""
    at = f"../../generated/notebooks/{name}"
    links = [
        f'<a href="{at}.ipynb" download>Download the notebook</a>',
        f'<a href="{at}.py" download>as a script</a>',
    ]
    if repository().startswith(HUB):
        colab = COLAB.format(repository().removeprefix(HUB).removesuffix(".git"), name)
        links.append(f'<a href="{colab}">Open in Colab</a>')
    return f'<p class="take">{" · ".join(links)}</p>'


def _cell(cell: Tag, predict: bool) -> str:
    """A cell with what came out of it, which is folded if readers are to predict it."""
    if words := cell.select_one(".jp-RenderedMarkdown"):
        for link in words.select("a.anchor-link"):
            link["class"] = "headerlink"
            del link["title"]
        return words.decode_contents()
    code = cell.select_one(".highlight-ipynb pre").decode_contents().removeprefix("<span></span>")
    code = narrow.hanging(plain_code.plain(code))
    out = _outputs(cell.select(".jp-OutputArea-output"))
    return "\n".join([_block("python", code), FOLD.format(out) if out and predict else out])


def _outputs(outputs: list[Tag]) -> str:
    """Drawings, and texts, of which those that follow each other are one."""
    shown = []
    for drawn, parts in itertools.groupby(outputs, lambda output: output.img is not None):
        if drawn:
            shown += [f'<div class="drawing">{_drawing(part.img)}</div>' for part in parts]
            continue
        text = "\n".join(part.get_text().strip("\n") for part in parts)
        shown.append(_block("text output", html.escape(text, quote=False)))
    return "\n".join(shown)


def _drawing(image: Tag) -> str:
    """A drawing that an address holds, in the page, where no other has its ids."""
    svg = base64.b64decode(image["src"].partition(",")[2]).decode()
    svg = _themed(svg[svg.index("<svg") :])
    own = hashlib.sha256(svg.encode()).hexdigest()[:6]
    named = re.sub(r'((?:id="|href="#|url\(#))', rf"\g<1>z{own}-", svg)
    words = [word.strip() for word in re.findall("<!--(.*?)-->", named)]
    said = html.escape("; ".join(word for word in words if re.search("[a-z]{2}", word)))
    named = re.sub(r"<!--.*?-->\s*", "", named)
    return named.replace("<svg ", f'<svg role="img" aria-label="Drawing: {said}" ', 1)


def _block(kind: str, code: str) -> str:
    text = code.strip("\n")
    return f'<div class="language-{kind} highlight"><pre><code>{text}\n</code></pre></div>'


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
