"""Recorded runs as the site reads them: where they are, what they hold, what was read of them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ROOT / "docs" / "generated"
RECORDED = ROOT / "docs" / "recorded"
SCRATCH = ROOT / ".cache" / "writing"
SCHEMA = 1
NOT_FINITE = {"inf": float("inf"), "-inf": float("-inf"), "nan": float("nan")}


class RunError(Exception):
    """A recorded run that is missing, damaged, or does not hold what was asked of it."""


def shown(path: Path) -> str:
    """`path` as a message shows it: relative to the project where it lies inside it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def digest(data: bytes | str) -> str:
    """First 16 hexadecimal digits of the SHA-256 of `data`."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()[:16]


def again(name: str, problem: str) -> str:
    """The message for a run, program or figure that failed: what, why, and what to run next."""
    return (
        f"{name} failed: {problem}\nnext: mend it, then run: python -m scripts.record --only {name}"
    )


def write(path: Path, data: str | bytes) -> bool:
    """Put `data` at `path` whole, and only where its bytes change; True if it was written.

    The file is first written elsewhere on the same disk and then renamed into place, so that
    a build stopped at any moment leaves the old file or the new one.
    """
    data = data.encode() if isinstance(data, str) else data
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        for folder in (path.parent, SCRATCH):
            folder.mkdir(parents=True, exist_ok=True)
        scratch = SCRATCH / f"{os.getpid()}-{path.name}"
        scratch.write_bytes(data)
        os.replace(scratch, path)
    except OSError as error:
        raise RunError(
            f"{shown(path)} cannot be written: {error.strerror}; make room or give write "
            "permission, then run: make record"
        ) from error
    return True


def load(path: Path) -> dict:
    """The record at `path`: schema, key, versions, device, seconds, result.

    Raises:
        RunError: the file is missing, cut short, or of another schema.
    """
    gpu = f" --device {path.parts[-3]}" if path.is_relative_to(RECORDED) else ""
    repair = f"run: python -m scripts.record{gpu} --force --only {path.parent.name}/{path.stem}"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        schema = record["schema"]
    except FileNotFoundError:
        raise RunError(f"{shown(path)} does not exist; {repair}") from None
    except (ValueError, KeyError, TypeError):
        raise RunError(f"{shown(path)} is damaged (not a whole record); {repair}") from None
    if schema != SCHEMA:
        raise RunError(f"{shown(path)} has schema {schema}, this is schema {SCHEMA}; {repair}")
    return record


def finite(value):
    """`value` with the strings "inf", "-inf" and "nan" turned back into floats, all through."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return NOT_FINITE.get(value, value) if isinstance(value, str) else value


class View:
    """Part of a recorded result; `seen` collects every value that is read through it.

    Keys are read as attributes or items. A number, a string, None or a list of these is
    returned plain; anything deeper is another View.
    """

    def __init__(self, value: dict | list, path: str, seen: dict):
        self._value, self._path, self._seen = value, path, seen

    def _child(self, key):
        value = self._value[key]
        joint = f"[{key}]" if isinstance(self._value, list) else f".{key}"
        path = f"{self._path}{joint}"
        inner = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict) or (
            isinstance(value, list) and any(isinstance(item, dict | list) for item in inner)
        ):
            return View(value, path, self._seen)
        self._seen[path] = value
        return value

    def __getitem__(self, key):
        if isinstance(self._value, list) and isinstance(key, slice):
            return [self[i] for i in range(*key.indices(len(self._value)))]
        if isinstance(self._value, list) and isinstance(key, int) and key < 0:
            key += len(self._value)
        try:
            return self._child(key)
        except (KeyError, IndexError, TypeError):
            known = list(self._value) if isinstance(self._value, dict) else len(self._value)
            holds = f"{known} items" if isinstance(known, int) else ", ".join(map(str, known))
            raise RunError(f"{self._path} has no {key!r}; it holds {holds}") from None

    def __getattr__(self, key: str):
        if key.startswith("_"):
            raise AttributeError(key)
        return self[key]

    def __iter__(self) -> Iterator:
        if isinstance(self._value, dict):
            return iter(self._value)
        return (self[i] for i in range(len(self._value)))

    def __len__(self) -> int:
        return len(self._value)

    def keys(self):
        return self._value.keys()

    def values(self):
        return [self[key] for key in self._value]

    def items(self):
        return [(key, self[key]) for key in self._value]


class Runs:
    """`runs.<chapter>.<run>.<key>…`: the recorded results below one folder, read when asked for."""

    def __init__(self, root: Path = GENERATED, name: str = "runs"):
        self.seen: dict = {}
        self._root, self._name, self._views = root, name, {}

    def __getattr__(self, chapter: str) -> Chapter:
        if chapter.startswith("_"):
            raise AttributeError(chapter)
        return Chapter(self, chapter)

    def has(self, run: str) -> bool:
        """Is there a record of `run` ("<chapter>/<name>")?"""
        return (self._root / f"{run}.json").exists()

    def record(self, run: str) -> dict:
        """The whole record of `run`, with its provenance."""
        return load(self._root / f"{run}.json")


class Chapter:
    """The runs of one chapter."""

    def __init__(self, runs: Runs, chapter: str):
        self._runs, self._chapter = runs, chapter

    def __getattr__(self, run: str) -> View:
        if run.startswith("_"):
            raise AttributeError(run)
        runs, name = self._runs, f"{self._chapter}/{run}"
        if name not in runs._views:
            result = finite(runs.record(name)["result"])
            path = f"{runs._name}.{self._chapter}.{run}"
            runs._views[name] = View(result, path, runs.seen)
        return runs._views[name]
