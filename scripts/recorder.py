"""What a record of a run holds, where it came from, and whether it is still true."""

from __future__ import annotations

import datetime
import functools
import importlib
import importlib.metadata
import json
import math
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts.runs import GENERATED, RECORDED, ROOT, SCHEMA, RunError, digest, load, write
from scripts.sources import Function, chapter_functions

EXPERIMENTS = ROOT / "scripts" / "experiments"
MACHINERY = ("scripts/experiments/__init__.py", "scripts/forked.py")


version = functools.cache(importlib.metadata.version)  # it reads a long file each time


def versions(*names: str) -> dict[str, str]:
    """The installed versions of the distributions `names`, and Python's own."""
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


def processor() -> str:
    """The processor's name, as the operating system gives it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def plain(value, where: str):
    """`value` as JSON can hold it: floats to 6 significant digits, inf and nan as strings.

    Raises:
        RunError: a value is no dict, list, string, number, bool or None.
    """
    if isinstance(value, dict):
        return {str(key): plain(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, f"{where}[{i}]") for i, item in enumerate(value)]
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    raise RunError(f"{where} is a {type(value).__name__}; return numbers, strings and lists only")


class Recorder:
    """Decides what is stale on one device, and records it."""

    def __init__(self, device: str):
        self.root = GENERATED if device == "cpu" else RECORDED / device
        self.device = {"type": device, "name": processor()}
        self.versions = versions("torch", "numpy", "scikit-learn")
        self.experiments = chapter_functions(EXPERIMENTS)
        self._digests: dict[str, str] = {}
        self._records: dict[str, dict] = {}

    def source(self, name: str) -> str:
        """The present digest of a source: "file", or "file::function" for a part of it."""
        if name not in self._digests:
            path, _, function = name.partition("::")
            if function:
                part = self.experiments.get(f"{Path(path).stem}/{function}")
                self._digests[name] = part.digest if part else "gone"
            else:
                file = ROOT / path
                self._digests[name] = digest(file.read_bytes()) if file.exists() else "gone"
        return self._digests[name]

    def target(self, name: str) -> Path:
        """Where the record of the run or program `name` lies."""
        return self.root / f"{name}.json"

    def record(self, name: str) -> dict:
        """The record of `name`, read once; RunError where it is missing or damaged."""
        if name not in self._records:
            self._records[name] = load(self.target(name))
        return self._records[name]

    def fresh(self, name: str) -> bool:
        """Is the record of `name` whole, and is everything it came from unchanged?"""
        if not self.target(name).exists():
            return False
        try:
            old = self.record(name)
            return (
                all(self.source(source) == known for source, known in old["sources"].items())
                and old["versions"] == self.versions
                and old["device"]["type"] == self.device["type"]
            )
        except (RunError, KeyError) as error:
            print(f"{error}" if isinstance(error, RunError) else f"{name}: no {error}")
            print(f"recording {name} again")
            return False

    def programs(self, name: str) -> list[Path]:
        """The programs that `name` ran when it was last recorded; all, if it never was."""
        if name in self._records:
            return [
                ROOT / source for source in self._records[name]["sources"] if "snippets/" in source
            ]
        return sorted(ROOT.glob("snippets/*/*.py"))

    def save(self, name: str, result, sources: set[str], seconds: float) -> None:
        """Write the record of `name` with its provenance."""
        result = plain(result, name)
        record = {
            "schema": SCHEMA,
            "run": name,
            "digest": digest(json.dumps(result)),
            "sources": {source: self.source(source) for source in sorted(sources)},
            "versions": self.versions,
            "device": self.device,
            "date": datetime.date.today().isoformat(),
            "seconds": round(seconds, 3),
            "result": result,
        }
        write(self.target(name), json.dumps(record, indent=1) + "\n")
        self._records[name] = record

    def job(self, function: Function) -> Callable[[], tuple]:
        """A job that runs one experiment under fixed conditions: (result, the files it used)."""

        def run():
            import torch

            from scripts import experiments

            torch.set_num_threads(1)
            torch.use_deterministic_algorithms(True)
            torch.manual_seed(0)
            module = importlib.import_module(f"scripts.experiments.{function.path.stem}")
            os.chdir(tempfile.mkdtemp())  # what a program saves goes with the job
            wants = {"device": self.device["type"]} if "device" in function.parameters else {}
            result = getattr(module, function.name)(**wants)
            own = f"{function.path.relative_to(ROOT)}::{function.name}"
            if self.device["type"] == "cuda":
                result = {"device": torch.cuda.get_device_name(), "value": result}
            return result, {own, *MACHINERY, *experiments.used}

        return run
