"""Records: what a run gave, what it came from, and how pages, figures and claims read it."""

from __future__ import annotations

import datetime
import functools
import json
import math
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from scripts.files import RECORDED, RECORDS, Fault, digest, shown, versions, write

SCHEMA = 2
NOT_FINITE = {"inf": float("inf"), "-inf": float("-inf"), "nan": float("nan")}


@dataclass(frozen=True)
class Record:
    """One recorded run, on disk as JSON with these keys in this order."""

    run: str  # "<chapter>/<name>"
    result: object  # numbers to 6 significant digits, strings, lists, dictionaries
    sources: dict[str, str]  # the project's files it came from, each with its digest
    versions: dict[str, str]  # of Python and of the libraries it ran with
    device: dict[str, str]  # "type": "cpu" or "cuda", "name": as the system calls it
    seconds: float  # of processor time
    inputs: object = None  # what else it was made from, as plain data
    schema: int = SCHEMA
    date: str = field(default_factory=lambda: datetime.date.today().isoformat())
    digest: str = ""  # of the result

    def save(self, path: Path) -> None:
        """Write the record to `path`.

        Raises:
            Fault: the result holds what JSON cannot, or the disk refuses.
        """
        result = plain(self.result, self.run)
        record = asdict(self) | {"result": result, "digest": digest(json.dumps(result))}
        write(path, json.dumps(record, indent=1) + "\n")


def load(path: Path) -> Record:
    """The record at `path`.

    Raises:
        Fault: the file is missing, cut short, or of another schema.
    """
    gpu = " --device cuda" if path.is_relative_to(RECORDED / "cuda") else ""
    repair = f"python -m scripts record{gpu} {path.parent.name}/{path.stem}"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        schema = kept["schema"]
    except (FileNotFoundError, NotADirectoryError):
        raise Missing(shown(path), "this run is not recorded", repair) from None
    except (ValueError, KeyError, TypeError):
        raise Fault(shown(path), "the record is damaged (not whole)", repair) from None
    if schema != SCHEMA or set(kept) != {f.name for f in fields(Record)}:
        what = f"the record has schema {schema} and this is schema {SCHEMA}"
        raise Fault(shown(path), what, repair)
    return Record(**kept)


class Missing(Fault):
    """A run that is not recorded."""


def plain(value, where: str):
    """`value` as JSON can hold it: floats to 6 significant digits, inf and nan as strings.

    Raises:
        Fault: a value is no dict, list, string, number, bool or None.
    """
    if isinstance(value, dict):
        return {str(key): plain(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, f"{where}[{i}]") for i, item in enumerate(value)]
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    what = f"is a {type(value).__name__}; return numbers, strings and lists only"
    raise Fault(where, what, f"python -m scripts record {where.partition('.')[0]}")


def finite(value):
    """`value` with the strings "inf", "-inf" and "nan" turned back into floats, all through."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return NOT_FINITE.get(value, value) if isinstance(value, str) else value


@functools.cache
def device(kind: str = "cpu") -> dict[str, str]:
    """What the record of a run says of the device: its type and the processor's own name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor() or platform.machine()
    return {"type": kind, "name": processor}


@functools.cache
def libraries() -> dict[str, str]:
    """The versions on which the result of a run depends."""
    return versions("torch", "numpy", "scikit-learn")


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
            raise NoSuchKey(f"{self._path} has no {key!r}; it holds {holds}") from None

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


class NoSuchKey(Exception):
    """A recorded result does not hold what was asked of it."""


class Runs:
    """`runs.<chapter>.<run>.<key>…`: the recorded results below one folder, read when asked for."""

    def __init__(self, root: Path = RECORDS, name: str = "runs"):
        self.seen: dict = {}
        self._root, self._name = root, name
        self._records: dict[str, Record] = {}
        self._views: dict[str, View] = {}

    def __getattr__(self, chapter: str) -> Chapter:
        if chapter.startswith("_"):
            raise AttributeError(chapter)
        return Chapter(self, chapter)

    def has(self, run: str) -> bool:
        """Is there a record of `run` ("<chapter>/<name>")?"""
        return (self._root / f"{run}.json").exists()

    def record(self, run: str) -> Record:
        """The whole record of `run`, with its provenance."""
        if run not in self._records:
            self._records[run] = load(self._root / f"{run}.json")
        return self._records[run]

    def view(self, run: str):
        """The result of `run`, whatever is read of it noted in `seen`."""
        if run not in self._views:
            result = finite(self.record(run).result)
            path = f"{self._name}.{run.replace('/', '.')}"
            self._views[run] = View(result, path, self.seen)
        return self._views[run]


class Chapter:
    """The runs of one chapter."""

    def __init__(self, runs: Runs, chapter: str):
        self._runs, self._chapter = runs, chapter

    def __getattr__(self, run: str) -> View:
        if run.startswith("_"):
            raise AttributeError(run)
        return self._runs.view(f"{self._chapter}/{run}")
