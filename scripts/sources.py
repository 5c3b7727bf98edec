"""What something was made from: the project's files that were opened or imported meanwhile."""

from __future__ import annotations

import json
import os
import re
import sys
from importlib.util import source_from_cache
from pathlib import Path

from scripts.files import BUILD, FIGURES, RECORDED, RECORDS, ROOT, digest

CACHED = re.compile(r"__pycache__.[^.]+\.[^.]+(\.opt-\d)?\.pyc$")
INSIDE = f"{ROOT}{os.sep}"
MADE = f"{BUILD}{os.sep}"
INPUTS = (f"{RECORDS}{os.sep}", f"{FIGURES}{os.sep}")  # made, and read by what is made later
OTHERS = tuple(f"{INSIDE}{name}{os.sep}" for name in (".venv", ".git", ".cache", "site"))
_opened: set[str] = set()
_imported: tuple[int, set[str]] = (0, set())  # of how many modules, the project's files


def look() -> None:
    """Count the files of all modules that are imported by now, for processes forked after it too.

    Each of these need not look itself: it would copy a page of memory a module, of thousands.
    """
    global _imported
    if len(sys.modules) != _imported[0]:
        files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        paths = {file for file in files if file and os.path.isabs(file)}  # torch makes up some
        _imported = len(sys.modules), {path for path in paths if _counts(path)}


def watch() -> None:
    """From now on, and for as long as this process lives, note what it opens and imports."""
    look()
    sys.addaudithook(_note)


def note(paths) -> None:
    """Count files, by their paths relative to the project, that another process has opened."""
    _opened.update(f"{INSIDE}{path}" for path in paths)


def _note(event: str, arguments: tuple) -> None:
    if event == "open" and isinstance(arguments[0], str | os.PathLike | bytes):
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        if not flags & (os.O_WRONLY | os.O_RDWR):
            path = os.path.abspath(os.fsdecode(arguments[0]))
            _opened.add(source_from_cache(path) if CACHED.search(path) else path)


def used() -> set[str]:
    """The project's files opened or imported since `watch`, and those imported before it.

    Paths relative to the project. A library's files are not among them: its version stands for it.
    """
    paths = _imported[1] | {path for path in _opened if _counts(path)}
    return {path.removeprefix(INSIDE) for path in paths}


def _counts(path: str) -> bool:
    if not path.startswith(INSIDE) or path.startswith(OTHERS) or "__pycache__" in path:
        return False
    return not path.startswith(MADE) or path.startswith(INPUTS)


class States:
    """What each source is at present: a digest, looked up once."""

    def __init__(self):
        self._known: dict[str, str] = {}

    def of(self, source: str) -> str:
        """The digest of a file; of a record, the digest of its result; "gone" without it."""
        if source not in self._known:
            path = ROOT / source
            try:
                data = path.read_bytes()
            except OSError:
                return "gone"
            self._known[source] = _result(path, data) or digest(data)
        return self._known[source]

    def forget(self, path: Path) -> None:
        """`path` has been made again."""
        self._known.pop(path.relative_to(ROOT).as_posix(), None)


def _result(path: Path, data: bytes) -> str | None:
    """The digest of a record's result; its date and its seconds are nobody's source."""
    if path.suffix == ".json" and (path.is_relative_to(RECORDS) or path.is_relative_to(RECORDED)):
        try:
            return json.loads(data)["digest"]
        except (ValueError, KeyError, TypeError):
            return None
    return None
