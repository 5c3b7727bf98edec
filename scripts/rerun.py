"""The experiments and the claims on another torch: the second half of `scripts.verify`."""

from __future__ import annotations

import math
import shutil
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

from scripts.files import EXPERIMENTS, RECORDS, ROOT, Fault, read
from scripts.functions import chapter_functions
from scripts.records import Missing, finite, load
from scripts.weave.claims import assertions

OWN = ("torch", "scikit-learn")  # of these the environment has its own
MADE = (".git", ".venv", ".cache", "build", "site", "__pycache__")
CHECK = """
from scripts.files import Fault
from scripts.weave.claims import Checker, assertions
checker = Checker()
for name in assertions():
    try:
        checker.proof(name)
    except Fault:
        print(name)
"""


def libraries() -> list[str]:
    """What the experiments and the claims import besides torch, as it is installed here."""
    wanted = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["dependencies"]
    return [f"{name}=={version(name)}" for name in wanted if name not in OWN]


def rerun(python: Path, folder: Path, names: list[str] | None = None) -> tuple[dict, dict]:
    """Record the runs in a copy of the project, with `python`, and check every claim on them.

    Args:
        folder: where the copy is made.
        names: of the runs; by default all.

    Returns:
        What became of each run (`compared`), and {"held": how many, "false": names}.

    Raises:
        Fault: the runs of this torch are not recorded, so that there is nothing to compare with.
    """
    names = names or list(chapter_functions(EXPERIMENTS))
    try:
        here = {name: finite(load(RECORDS / f"{name}.json").result) for name in names}
    except Missing as missing:
        raise Fault(missing.place, "this run is not recorded here", "make record") from None
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*MADE))
    subprocess.run([str(python), "-m", "scripts", "record", *names], cwd=folder)
    runs = {
        name: compared(here[name], folder / RECORDS.relative_to(ROOT) / f"{name}.json")
        for name in names
    }
    said = subprocess.run([str(python), "-c", CHECK], cwd=folder, stdout=-1, text=True, check=True)
    false = said.stdout.split()
    return runs, {"held": len(assertions()) - len(false), "false": false}


def compared(here, path: Path) -> dict:
    """{"same": True}; or where the results differ most, {"at": "losses[3]", "by": 0.02}, relative.

    {"raised": True} without a record. What is no number in one of them differs by 1.
    """
    if not path.exists():
        return {"raised": True}
    found = sorted(differences(here, finite(load(path).result)), reverse=True)
    return {"at": found[0][1], "by": float(f"{found[0][0]:.2g}")} if found else {"same": True}


def differences(here, there, place: str = ""):
    """(how much, where) for each value of a result that another does not have."""
    keyed = isinstance(here, dict) and isinstance(there, dict) and here.keys() == there.keys()
    both = isinstance(here, list) and isinstance(there, list) and len(here) == len(there)
    if keyed or both:
        for key in here if keyed else range(len(here)):
            yield from differences(here[key], there[key], f"{place}[{key}]")
    elif all(isinstance(x, int | float) and math.isfinite(x) for x in (here, there)):
        if here != there:
            yield abs(here - there) / max(abs(here), abs(there)), place
    elif here != there and not (here != here and there != there):  # nan is nan
        yield 1.0, place
