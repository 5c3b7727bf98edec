"""Claims: sentences that conclude something from a run, each with the one assertion that proves it.

A page marks a claim with `[= claim("chapter/name") =]`; the function `name` in
tests/claims/<chapter>.py asserts it. The build checks each claim it shows, and the tests check
the same functions.
"""

from __future__ import annotations

import functools
import linecache
import re
import runpy
import traceback
from dataclasses import dataclass
from pathlib import Path

from scripts.runs import RECORDED, ROOT, Runs, shown
from scripts.sources import Function, functions

CLAIMS = ROOT / "tests" / "claims"
MARK = re.compile(r"""claim\(\s*["']([\w/]+)["']""")


class ClaimError(Exception):
    """A claim that is false, has no assertion, or stands on no page."""


@dataclass(frozen=True)
class Proof:
    """A claim that was checked: its sentence, the assertion's code, and the values it saw."""

    name: str
    sentence: str
    code: str
    seen: dict
    command: str


def assertions() -> dict[str, Function]:
    """The assertion of every claim, by "<chapter>/<name>"."""
    return {
        f"{path.stem}/{name}": function
        for path in sorted(CLAIMS.glob("*.py"))
        for name, function in functions(path).items()
    }


def marks() -> dict[str, list[str]]:
    """Where each claim is marked: pages and captions, as "file:line"."""
    found: dict[str, list[str]] = {}
    pages = [p for p in (ROOT / "docs").rglob("*.md") if "generated" not in p.parts]
    for path in sorted([*pages, *(ROOT / "scripts" / "figures").glob("*.py")]):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for name in MARK.findall(line):
                found.setdefault(name, []).append(f"{shown(path)}:{number}")
    return found


def mismatches() -> list[str]:
    """One line for each mark without an assertion and each assertion without a mark."""
    proved, marked = assertions(), marks()
    return [
        *(
            f'{places[0]}: claim "{name}" has no assertion; write {name.split("/")[1]}(runs) in '
            f"tests/claims/{name.split('/')[0]}.py"
            for name, places in marked.items()
            if name not in proved
        ),
        *(
            f'{shown(f.path)}:{f.line}: claim "{name}" stands on no page; mark its sentence with '
            f'[= claim("{name}") =] or delete it'
            for name, f in proved.items()
            if name not in marked
        ),
    ]


@functools.cache
def _module(path: Path, text: str) -> dict:
    """What the file at `path` defines, while `text` is what it holds."""
    return runpy.run_path(str(path))


def check(name: str) -> Proof:
    """Run the assertion of claim `name` on the recorded runs.

    Raises:
        ClaimError: there is no such assertion, or it is false.
        RunError: it reads a run that is missing or does not hold what it asks for.
    """
    chapter, _, short = name.partition("/")
    path = CLAIMS / f"{chapter}.py"
    known = functions(path) if path.exists() else {}
    if short not in known:
        raise ClaimError(
            f'claim "{name}" has no assertion in tests/claims/{chapter}.py; its claims are: '
            + (", ".join(f"{chapter}/{n}" for n in known) or "none")
        )
    function = known[short]
    command = f"python -m pytest tests/test_claims.py -k {name.replace('/', '-')}"
    runs, cuda = Runs(), Runs(RECORDED / "cuda", "cuda")
    arguments = {"runs": runs, "cuda": cuda}
    prove = _module(path, path.read_text(encoding="utf-8"))[short]
    try:
        prove(**{p: arguments[p] for p in function.parameters})
    except AssertionError as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        line = linecache.getline(frame.filename, frame.lineno).strip()
        saw = "\n".join(f"  {path} = {value}" for path, value in list(runs.seen.items())[-8:])
        raise ClaimError(
            f'claim "{name}" is false of the recorded runs: {function.docstring}\n'
            f"{shown(Path(frame.filename))}:{frame.lineno}: {line}\n{saw}\nnext: {command}"
        ) from None
    return Proof(name, function.docstring, function.code, {**runs.seen, **cuda.seen}, command)
