"""What the search finds: every section of every page, as assets/sections.js.

A script and no JSON, because a page opened from disk may load scripts alone. docs/assets/search.js
asks for it when the reader goes to the search box, and ranks sections, not pages.
"""

from __future__ import annotations

import json
import re

from scripts.files import PAGES, write
from scripts.weave.machines import FENCE, FOOTER, LINK, UNSEEN, Woven, sections, slug

ASKED = re.compile(  # on the page, or indented in the fold of a repair
    r"^( *)Also asked as: (.+(?:\n(?!\{:)\S.*)*)(?:\n *\{:.*\})?$", re.MULTILINE
)
OUTPUT = re.compile(
    r"^\s*(`{3,}) \{ \.text \.(?:output|elsewhere)[^}\n]*\}\n([\s\S]*?)^\s*\1", re.MULTILINE
)
MARKUP = re.compile(r"^[-:| ]+$|<[^>]+>|\\[()\[\]]|[`*|\\]|\{[ :#][^}]*\}|^#+ ", re.MULTILINE)
LISTS = ("proofs/", "figures/", "slides/")  # of what other pages say


def publish(pages: list[Woven]) -> None:
    """Write the sections of these pages for the search."""
    rows = [row for page in pages if page.page.address not in LISTS for row in _rows(page)]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    write(PAGES / "assets" / "sections.js", f"zeroGradSections = {text}\n")


def _rows(page: Woven) -> list[list[str]]:
    """Address, title, page, other wordings, text and messages of each section."""
    rows: list[list[str]] = []
    taken: dict[str, int] = {}
    for head, body in sections(page.text):
        marks, words, name = head.groups()
        title = _plain(words)
        anchor = name or _unique(slug(words), taken)
        whole = not rows or marks == "#"
        asked = _plain(" ".join(words for _, words in ASKED.findall(body)))
        text = _plain(UNSEEN.sub(" ", FENCE.sub(" ", FOOTER.sub("", ASKED.sub("", body)))))
        code = " ".join(printed for _, printed in OUTPUT.findall(body))
        if whole or asked or text or code:
            of = rows[0][1] if rows else ""
            address = page.page.address + ("" if whole else f"#{anchor}")
            messages = " ".join(code.split()) if page.page.address == "errors/" else ""
            rows.append([address, title, of, asked, text, messages])
    return rows


def _plain(markdown: str) -> str:
    """The words of some Markdown, links by their text."""
    words = " ".join(MARKUP.sub(" ", LINK.sub(r"\2", markdown)).split())
    return re.sub(r" (?=[.,;:)])", "", words)


def _unique(anchor: str, taken: dict[str, int]) -> str:
    """The anchor in the page: a heading that comes again is numbered."""
    taken[anchor] = taken.get(anchor, -1) + 1
    return f"{anchor}_{taken[anchor]}" if taken[anchor] else anchor
