"""Experiments: seeded functions that train with the programs readers see and return plain data."""

from __future__ import annotations

import contextlib
import io
import runpy

from scripts.runs import ROOT

used: set[str] = set()


def program(name: str) -> dict:
    """The globals of the program `snippets/<name>`, run as the reader runs it, its output silenced.

    The program is noted as a source of the run that asked for it: changing it makes the run stale.
    """
    path = ROOT / "snippets" / name
    used.add(str(path.relative_to(ROOT)))
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path(str(path), run_name="__main__")
