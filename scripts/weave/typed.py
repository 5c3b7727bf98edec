"""Numbers typed in prose: each must stand in a program, an output, an experiment or an assertion.

Looked at are decimal fractions, percentages, and what is counted in times or points; a version of a
library is none. In a sentence with a proof mark, every number must come from the mark's assertion,
from what it saw, or from the programs and experiments of its chapter.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator

from scripts.files import DRAWERS, EXPERIMENTS, ROOT, SNIPPETS, read
from scripts.functions import chapter_functions
from scripts.pages import Page, place
from scripts.weave.claims import MARK, Checker, assertions, literals

EXPLAINED = ROOT / "tests" / "typed.toml"
NUMBER = re.compile(
    r"(?<![\w./#:-])[\N{MINUS SIGN}-]?(?P<n>\d[\d,]*(?:\.\d+)?)(?P<unit>\s?%| times\b| points\b)?"
)
VERSION = re.compile(
    r"(torch|python|version|since|before|until|from|than|up to|of|CC BY|default of|the)\W*$", re.I
)
UNREAD = re.compile(
    r"\A---\n.*?\n---\n|<style>.*?</style>|```.*?```|\[%.*?%\]|\[=(?! *claim).*?=\]|`[^`]*`|"
    r"\\\(.*?\\\)|\\\[.*?\\\]|\]\([^)]*\)|\{[^}]*\}|<[^>]*>|^ *Also asked as:.*?$",
    re.DOTALL | re.MULTILINE,
)
SENTENCE = re.compile(r"(?<=[.:;?])\s+(?!\[=)|\n\s*\n|\n(?=[-|])|\s\|\s")


def on_page(page: Page) -> list[str]:
    """A line for each typed number of a page that nothing explains: place, number, sentence."""
    chapter = page.name.rpartition("/")[2]
    return [
        f"{place(page, line)}: {told}" for line, told in _unexplained(page.text, page.uri, chapter)
    ]


def in_captions() -> list[str]:
    """The same for the captions of figures and their text alternatives."""
    return [
        f"{function.place}: {told}"
        for name, function in chapter_functions(DRAWERS).items()
        for _, told in _unexplained(function.docstring, name, name.partition("/")[0])
    ]


def _unexplained(text: str, where: str, chapter: str) -> Iterator[tuple[int, str]]:
    known, allowed = _known(chapter), _explained().get(where, {})
    for line, sentence in _sentences(text):
        claims = [name for name in MARK.findall(sentence) if name in assertions()]
        plain = re.sub(r"\[=.*?=\]", " ", sentence)
        asserted = set().union(*(_asserted(name) for name in claims))
        for number in NUMBER.finditer(plain):
            value, unit = number["n"].rstrip(","), (number["unit"] or "").strip()
            result = bool(claims) or "." in value or bool(unit)
            if not result or VERSION.search(plain[: number.start()]) and not unit:
                continue
            if not _holds(asserted | known, value, unit) and f"{value}{unit}" not in allowed:
                yield line, f"{value}{unit} is typed: {' '.join(plain.split())}"


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence of the prose with the line that it begins on."""
    prose = UNREAD.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    start = 0
    for end in [*(m.end() for m in SENTENCE.finditer(prose)), len(prose)]:
        yield prose.count("\n", 0, start) + 1, prose[start:end]
        start = end


@functools.cache
def _known(chapter: str) -> frozenset[float]:
    """The numbers in the chapter's programs, their outputs and its experiments."""
    files = [*(SNIPPETS / chapter).glob("*.*"), EXPERIMENTS / f"{chapter}.py"]
    text = "\n".join(read(path) for path in files if path.exists() and path.is_file())
    return frozenset(float(n) for n in re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", text))


@functools.cache
def _asserted(name: str) -> frozenset[float]:
    """The numbers that an assertion names, and those that it saw."""
    seen = Checker().proof(name).seen.values()
    values = [v for value in seen for v in (value if isinstance(value, list) else [value])]
    numbers = {abs(float(v)) for v in values if isinstance(v, int | float)}
    chapter = name.partition("/")[0]
    return frozenset(numbers | literals(assertions()[name]) | _known(chapter))


def _holds(numbers: frozenset[float] | set[float], value: str, unit: str) -> bool:
    number = float(value.replace(",", ""))
    forms = (
        {number} if unit == "times" else {number, number / 100, 1 + number / 100, 1 - number / 100}
    )
    return any(abs(form - other) < 1e-9 for form in forms for other in numbers)


@functools.cache
def _explained() -> dict[str, dict[str, str]]:
    """Page or figure → number → why it may be typed there."""
    return tomllib.loads(read(EXPLAINED)) if EXPLAINED.exists() else {}
