"""Programs: the whole files that readers copy, in the parts that a page may show of them."""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass
from pathlib import Path

from scripts.files import SNIPPETS, Fault, read, shown
from scripts.forked import Outcome, run_program

MARKER = re.compile(r"\s*# (region|endregion)(?: (\S+))?\s*$")


@dataclass(frozen=True)
class Part:
    """Consecutive lines of a program: a named section, or what lies between two of them."""

    name: str  # empty between sections
    text: str


@dataclass(frozen=True)
class Program:
    """A program as readers get it: without the lines that mark its sections."""

    name: str  # "accumulation/ledger.py"
    path: Path
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(part.text for part in self.parts)

    @functools.cached_property
    def raises(self) -> str | None:
        """The exception that its docstring announces ("Raises ValueError: …"), or None."""
        return announced(self.text)


def program(name: str) -> Program:
    """The program `name`, "<chapter>/<program>.py".

    Raises:
        Fault: there is no such file, or a section of it is not closed, or marked twice.
    """
    path = SNIPPETS / name
    parts, section, lines, opened = [], "", [], 0
    again = f"python -m scripts weave {name.partition('/')[0]}"

    def close() -> None:
        if text := "".join(f"{line}\n" for line in lines):
            parts.append(Part(section, text))
        lines.clear()

    for number, line in enumerate(read(path).removesuffix("\n").split("\n"), 1):
        marker = MARKER.match(line)
        if not marker:
            lines.append(line)
            continue
        place, kind, word = f"{shown(path)}:{number}", *marker.groups()
        close()
        if kind == "region":
            if section:
                what = f"section {section!r} is still open; write # endregion before this line"
                raise Fault(place, what, again)
            if not word or word in {part.name for part in parts}:
                raise Fault(place, "a section needs a name of its own: # region name", again)
            section, opened = word, number
        elif not section:
            raise Fault(place, "no section is open here; remove the line", again)
        else:
            section = ""
    if section:
        what = f"section {section!r} is never closed; write # endregion after its last line"
        raise Fault(f"{shown(path)}:{opened}", what, again)
    close()
    return Program(name, path, tuple(parts))


def all_programs() -> dict[str, Path]:
    """Every program of the site by its name, "<chapter>/<program>.py"."""
    return {p.relative_to(SNIPPETS).as_posix(): p for p in sorted(SNIPPETS.glob("*/*.py"))}


def is_program(name: str) -> bool:
    """Is `name` that of a program of the site, "<chapter>/<program>.py"?"""
    path = SNIPPETS / name
    return path.parent.parent == SNIPPETS and path.suffix == ".py" and path.is_file()


def announced(source: str) -> str | None:
    """The exception that a program's docstring announces ("Raises ValueError: …"), or None."""
    try:
        docstring = ast.get_docstring(ast.parse(source)) or ""
    except SyntaxError:  # running it says so
        return None
    found = re.match(r"Raises (\w+):", docstring)
    return found[1] if found else None


def job(path: Path):
    """A job for `scripts.forked` that runs the program at `path`."""
    return lambda: run_program(path)


def printed(path: Path, outcome: Outcome) -> str:
    """What the page shows under the program: its output, then the message it raised, if announced.

    Raises:
        Fault: it raised what it did not announce, did not raise what it announced, or printed what
            a page cannot show.
    """
    expected, error, place = announced(read(path)), outcome.error, shown(path)
    again = f"python {place}"
    if error and error.type.split(".")[-1] != expected:
        lines = [line for file, line in error.frames if file == str(path.resolve())]
        where = f"{place}:{lines[-1]}" if lines else place
        more = "\n".join(filter(None, (outcome.stderr.rstrip(), error.traceback)))
        raise Fault(where, f"{error.last.splitlines()[0]}; mend the program", again, more)
    if expected and not error:
        what = f'its docstring announces "Raises {expected}", but it ends without an exception'
        raise Fault(place, what, again)
    for sign, words in (
        ("\r", "a carriage return, which no page shows; print whole lines"),
        ("\x1b", "an escape code for terminals; print plain text"),
        ("\f", "a form feed; print plain text"),
    ):
        if sign in outcome.printed:
            raise Fault(place, f"it prints {words}", again)
    if not outcome.printed.strip():
        raise Fault(place, "it prints nothing; let it print what it shows, once", again)
    return outcome.printed
