"""A repair: the lines of a program that fail beside those that are right, all of it folded below.

Both stand in one program, between `# region wrong` and `# region right`: what is compared has run.
"""

from __future__ import annotations

import html
import re
import textwrap

from scripts.files import Fault
from scripts.programs import Program

SIDES = {"wrong": "Fails", "right": "Right"}
BESIDE = re.compile(r'<div class="beside">(.*)</div>')
COLUMN = re.compile(r'<code class="(\w+)">(.*?)</code>')
TOLD = re.compile(
    r"\*\*(Cause|Repair):\*\* ([\s\S]+?)(?=\s+\*\*Repair|\n\nFails:|\n\n *Also asked|\Z)"
)
FOLD = '??? lines "The whole program, what it prints, and other words for it"'


def side_by_side(whole: Program, display: str, again: str, folded: bool = True) -> str:
    """The two sections of a program beside each other, then `display`.

    Args:
        whole: the program.
        display: the program as `show` displays it.
        again: the command that weaves the page again.
        folded: `display` is folded.

    Raises:
        Fault: the program lacks one of the two sections.
    """
    columns = "".join(_column(side, lines(whole, side, again)) for side in SIDES)
    if folded:
        display = f"{FOLD}\n\n{textwrap.indent(display, '    ')}"
    return f'<div class="beside">{columns}</div>\n\n{display}'


def lines(whole: Program, side: str, again: str = "") -> list[str]:
    """The lines of the section `side`, as if they stood at the left margin.

    Raises:
        Fault: there is no such section.
    """
    text = next((part.text for part in whole.parts if part.name == side), "")
    if not text:
        what = f"has no section {side!r}; a repair needs # region wrong and # region right"
        raise Fault(whole.name, what, again)
    return [line for line in textwrap.dedent(text).splitlines() if line]


def _column(side: str, code: list[str]) -> str:
    """The lines of one side, each a block that hangs under its own indentation."""
    spans = "".join(
        f'<span style="--indent: {re.search(r"[^ ]", line).start()}">{html.escape(line)}</span>'
        for line in code
    )
    return f'<code class="{side}">{spans}</code>'


def plain(markdown: str) -> str:
    """A woven page's Markdown in which what stands side by side stands one below the other."""

    def below(found: re.Match) -> str:
        return "\n\n".join(f"{SIDES[side]}: {code}" for side, code in _read(found[1]).items())

    return BESIDE.sub(below, markdown)


def _read(columns: str) -> dict[str, str]:
    """The code of each side, as Markdown."""
    return {
        side: "\n".join(f"`{html.unescape(line)}`" for line in re.findall(">([^<]+)<", spans))
        for side, spans in COLUMN.findall(columns)
    }


def told(prose: str) -> dict[str, str]:
    """Cause and repair of an error message, from the `plain` Markdown below its heading.

    A warning may name no cause: its first paragraph says what it is. The repair ends with the
    lines that are right.
    """
    found = {head.lower(): words for head, words in TOLD.findall(prose)}
    cause = found.get("cause", prose.strip().split("\n\n")[0])
    right = "\n".join(re.findall(r"^Right: ((?:`.*`\n?)+)", prose, re.MULTILINE))
    words = [found.get("repair", ""), right]
    return {"cause": cause, "repair": "\n".join(filter(None, words)).strip()}
