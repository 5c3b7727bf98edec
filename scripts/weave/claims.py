"""Claims: sentences that conclude something from a run, each with the one assertion that proves it.

A page marks a claim with `[= claim("chapter/name") =]`; the function `name` in
tests/claims/<chapter>.py asserts it. The weave checks each claim it shows, and the tests check
the same functions.
"""

from __future__ import annotations

import ast
import linecache
import re
import runpy
import traceback
from dataclasses import dataclass
from pathlib import Path

from scripts.files import CLAIMS, DRAWERS, RECORDED, Fault, shown
from scripts.functions import Function, chapter_functions
from scripts.pages import markdown
from scripts.records import Missing, NoSuchKey, Runs

MARK = re.compile(r"""claim\(\s*["']([\w/]+)["']""")


@dataclass(frozen=True)
class Proof:
    """A claim that was checked, with the values that its assertion saw."""

    name: str
    sentence: str
    ends: str  # where the claim ends, if its docstring says so
    code: str
    seen: dict
    command: str


def assertions() -> dict[str, Function]:
    """The assertion of every claim, by "<chapter>/<name>"."""
    return chapter_functions(CLAIMS)


def marks() -> dict[str, list[str]]:
    """Where each claim is marked: pages and captions, as "file:line"."""
    found: dict[str, list[str]] = {}
    texts = [(page.path, page.text) for page in markdown()]
    texts += [(path, path.read_text("utf-8")) for path in sorted(DRAWERS.glob("*.py"))]
    for path, text in texts:
        for number, line in enumerate(text.splitlines(), 1):
            for name in MARK.findall(line):
                found.setdefault(name, []).append(f"{shown(path)}:{number}")
    return found


def mismatches() -> list[Fault]:
    """A fault for each mark without an assertion and each assertion without a mark."""
    proved, marked = assertions(), marks()
    lost = [
        Fault(
            places[0],
            f'claim "{name}" has no assertion; write {name.rpartition("/")[2]}(runs) in '
            f"tests/claims/{name.partition('/')[0]}.py",
            f"python -m scripts check {name}",
        )
        for name, places in marked.items()
        if name not in proved
    ]
    return lost + [
        Fault(
            function.place,
            f'claim "{name}" stands on no page; mark its sentence with [= claim("{name}") =] '
            "or delete it",
            f"python -m scripts check {name}",
        )
        for name, function in proved.items()
        if name not in marked
    ]


class Checker:
    """Checks claims on the recorded runs, each once."""

    def __init__(self, runs: type[Runs] = Runs):
        self._runs, self._assertions = runs, assertions()
        self._known, self._modules = {}, {}

    def proof(self, name: str) -> Proof:
        """Run the assertion of claim `name`.

        Raises:
            Fault: there is no such assertion, it is false, or it asks for what no run holds.
        """
        if name not in self._known:
            self._known[name] = self._check(name)
        return self._known[name]

    def _check(self, name: str) -> Proof:
        chapter, _, short = name.partition("/")
        command = f"python -m scripts check {name}"
        function = self._assertions.get(name)
        if not function:
            what = f'claim "{name}" has no assertion in tests/claims/{chapter}.py'
            raise Fault(f"claim {name}", what, command)
        if function.path not in self._modules:
            try:
                self._modules[function.path] = runpy.run_path(str(function.path))
            except Exception as error:  # a file that cannot be read proves nothing
                raise _told(function, name, error, {}, command) from None
        runs, cuda = self._runs(), self._runs(RECORDED / "cuda", "cuda")
        given = {"runs": runs, "cuda": cuda}
        try:
            prove = self._modules[function.path][short]
            prove(**{p: given[p] for p in function.parameters if p in given})
        except Missing:
            raise
        except Exception as error:
            raise _told(function, name, error, runs.seen, command) from None
        sentence, _, ends = function.docstring.partition("\n\n")
        seen = {**runs.seen, **cuda.seen}
        return Proof(name, sentence, " ".join(ends.split()), function.code, seen, command)


def _told(function: Function, name: str, error: Exception, seen: dict, command: str) -> Fault:
    """The fault that tells why a claim could not be proved, at the line of its file."""
    own = str(function.path)
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == own]
    line = lines[-1] if lines else getattr(error, "lineno", None) or function.line
    place = f"{shown(function.path)}:{line}"
    if not isinstance(error, AssertionError):
        kind = "" if isinstance(error, NoSuchKey) else f"{type(error).__name__}: "
        what = f"{kind}{error}"
        return Fault(place, f'claim "{name}" cannot be checked: {what}', command)
    code = linecache.getline(str(function.path), line).strip()
    saw = "\n".join(f"  {path} = {value}" for path, value in list(seen.items())[-8:])
    what = f'claim "{name}" is false of the recorded runs: {function.docstring} {code}'
    return Fault(place, " ".join(what.split()), command, saw)


def literals(function: Function) -> set[float]:
    """The numbers that the assertion of a claim itself names."""
    tree = ast.parse(Path(function.path).read_text("utf-8"))
    [node] = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == function.name]
    return {
        float(constant.value)
        for constant in ast.walk(node)
        if isinstance(constant, ast.Constant)
        and isinstance(constant.value, int | float)
        and not isinstance(constant.value, bool)
    }
