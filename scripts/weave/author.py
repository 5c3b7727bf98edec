"""What a page may not hold: code and output typed by hand, however they are spelt."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pygments.lexers import get_all_lexers

from scripts.files import Fault
from scripts.pages import Page, place

FENCE = re.compile(r"^(?P<indent>[>\s]*)(?P<bullet>(?:[-*+]|\d+[.)])\s+)?(?P<ticks>`{3,}|~{3,})")
WORD = re.compile(r"[\w.+#-]+")
TYPED = {"bash", "bibtex", "html", "json", "toml", "yaml"}  # languages that nobody runs here
ALONE = re.compile(r"^\s*\[= *(show|repair|show_recorded|figure|stepper|loop_builder)\(")
DISPLAY = re.compile(r"\[= *(show|repair|show_recorded|figure)\(")
OPENINGS = {"[=": "=]", "[%": "%]", "[##": "##]"}
FORBIDDEN = (
    (re.compile(r"<!--\s*pytest"), "a mark for the tests is written by show(…); remove it"),
    (re.compile(r"--8<--"), 'includes are written [= show("chapter/program.py") =]'),
    (re.compile(r"<(pre|samp|kbd|textarea)\b"), "code in HTML is not run; use show(…)"),
    (re.compile(r"^(\t| {4,})(:::|#!)\w"), "code typed by hand; use show(…)"),
    (re.compile(r"^ *Also asked:"), 'write "Also asked as: …", which the search reads'),
)


@functools.cache
def python_names() -> frozenset[str]:
    """Every name by which Pygments colours a block as Python or as a session of it."""
    kinds = ("python", "numpy", "cython", "sage")
    return frozenset(
        alias.lower()
        for name, aliases, *_ in get_all_lexers()
        for alias in aliases
        if any(kind in name.lower() for kind in kinds)
    )


def faults(page: Page) -> list[Fault]:
    """What is wrong with the text of a page, each with its line."""
    again = f"python -m scripts weave {page.name}"
    return [Fault(place(page, line), what, again) for line, what in _wrong(page.text)]


def _wrong(text: str) -> Iterator[tuple[int, str]]:
    yield from _unclosed(text)
    closing, opened = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            if re.fullmatch(rf"[>\s]*{closing[0]}{{{len(closing)},}}\s*", line):
                closing = ""
            continue
        fence = FENCE.match(line)
        if fence and "`" not in line[fence.end() :]:
            closing, opened = fence["ticks"], number
            yield from ((number, what) for what in _fence(fence, line[fence.end() :]))
            continue
        prose = re.sub(r"`[^`]*`", "", line)
        for pattern, what in FORBIDDEN:
            if pattern.search(prose):
                yield number, what
        if DISPLAY.search(line) and not (ALONE.match(line) and line.rstrip().endswith("=]")):
            yield number, "a display stands on a line of its own, indented where it is in a list"
    if closing:
        yield opened, f"this fence is never closed; close it with {closing}"


def _fence(fence: re.Match, header: str) -> Iterator[str]:
    """What is wrong with a fence that is typed by hand."""
    words = WORD.findall(re.sub(r"\w+=(\"[^\"]*\"|'[^']*'|\S+)", "", header.lower()))
    words = [word.lstrip(".") for word in words if not word.startswith("#")]
    language = next((w for w in words if w in python_names()), words[0] if words else "")
    if fence["bullet"]:
        yield "a fence on a bullet's own line is not read; put it below, indented by four"
    elif ">" in fence["indent"]:
        yield "code in a quotation is not run; use an admonition and show(…)"
    elif language in python_names():
        yield (
            f"Python typed by hand ({language}); write a program in snippets/<chapter>/ and "
            '[= show("<chapter>/<program>.py") =]'
        )
    elif language not in TYPED or "output" in words:
        yield (
            f"code or output typed by hand ({language or 'no language'}): show(…) writes both; "
            f"what nobody runs is one of {', '.join(sorted(TYPED))}"
        )


def _unclosed(text: str) -> Iterator[tuple[int, str]]:
    """Each opening of a template that nothing closes before the next one opens."""
    for opening, closing in OPENINGS.items():
        for found in re.finditer(re.escape(opening) + r"(?!#)", text):
            rest = text[found.end() :]
            end, following = rest.find(closing), rest.find(opening)
            if end < 0 or 0 <= following < end:
                line = text.count("\n", 0, found.start()) + 1
                yield line, f"{opening} is never closed; close it with {closing}"
