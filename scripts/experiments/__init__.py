"""Experiments: seeded functions that train with the programs readers see and return plain data."""

from __future__ import annotations

import contextlib
import io
import runpy

from scripts.files import SNIPPETS


def program(name: str) -> dict:
    """The globals of the program `snippets/<name>`, run as a reader runs it, but in silence."""
    path = SNIPPETS / name
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path(str(path), run_name="__main__")
