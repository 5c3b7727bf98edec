"""Programs: what a snippet prints, and the exception that its docstring announces."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from scripts.forked import Outcome, run_program
from scripts.runs import ROOT, RunError, shown

SNIPPETS = ROOT / "snippets"


def all_programs() -> dict[str, Path]:
    """Every program of the site by its name, "<chapter>/<program>.py"."""
    return {p.relative_to(SNIPPETS).as_posix(): p for p in sorted(SNIPPETS.glob("*/*.py"))}


def announced(source: str) -> str | None:
    """The exception that a program's docstring announces ("Raises ValueError: …"), or None."""
    try:
        docstring = ast.get_docstring(ast.parse(source)) or ""
    except SyntaxError:  # running it says so
        return None
    found = re.match(r"Raises (\w+):", docstring)
    return found[1] if found else None


def job(path: Path):
    """A job for `scripts.forked.run_all` that runs the program at `path`."""
    return lambda: run_program(path)


def printed(path: Path, outcome: Outcome) -> str:
    """What the page shows under the program: its output, then the message it raised, if announced.

    Raises:
        RunError: it raised what it did not announce, or did not raise what it announced.
    """
    expected, error = announced(path.read_text(encoding="utf-8")), outcome.error
    if error and error.type.split(".")[-1] != expected:
        raise RunError(
            f"{shown(path)} raised {error.type}\n{error.traceback}\n"
            f"next: mend it and run: python {shown(path)}"
        )
    if expected and not error:
        raise RunError(f'{shown(path)} announces "Raises {expected}" but ends without an exception')
    return outcome.printed
