"""A site of one page, made for the tests that break things: the real machinery, little content."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.files import ROOT
from scripts.functions import chapters

FILES = {
    "snippets/tiny/double.py": '''"""The derivative of 3w is 3."""


class Weight:
    """A weight with its gradient, without torch, which takes seconds to import."""

    grad = None


w = Weight()


def slope(factor):
    """Return the derivative of factor * w."""
    w.grad = None
    w.grad = float(factor)
    return w.grad


print(slope(3))
''',
    "snippets/tiny/double.out": "3.0\n",
    "snippets/tiny/alone.py": '"""A program that no experiment uses."""\n\nprint("alone")\n',
    "snippets/tiny/alone.out": "alone\n",
    "scripts/experiments/tiny.py": '''"""Runs of the chapter "tiny"."""

from scripts.experiments import program


def slopes(device="cpu"):
    """Slopes of one to four times w."""
    slope = program("tiny/double.py")["slope"]
    return {"slopes": [slope(factor) for factor in range(1, 5)]}
''',
    "scripts/figures/tiny.py": '''"""Figures of the chapter "tiny"."""

import matplotlib.pyplot as plt


def line(slopes):
    """The last slope is [= runs.tiny.slopes.slopes[-1] =] [= claim("tiny/last") =].

    Alt: A line that ends at [= runs.tiny.slopes.slopes[-1] =].
    """
    figure, axes = plt.subplots()
    axes.plot(slopes["slopes"], color="zg:weight")
    return figure
''',
    "tests/claims/tiny.py": '''"""Claims of the chapter "tiny"."""


def last(runs):
    """The last slope is four."""
    assert runs.tiny.slopes.slopes[-1] == 4
''',
    "docs/tiny.md": """---
title: Tiny
---

# Tiny

The first slope is [= runs.tiny.slopes.slopes[0] | fmt(".1f") =].

[= figure("tiny/line") =]

[= show("tiny/double.py") =]

[= show("tiny/alone.py") =]
""",
    "docs/index.md": "# Home\n\nA micro-batch of pages: [tiny](tiny.md), [proofs](proofs.md).\n",
    "docs/notebooks/lab.py": (
        "# %% [markdown]\n# # Lab\n\n# %%\nfrom runpy import run_path\n\n"
        'print(run_path("snippets/tiny/double.py")["slope"](5))\n'
    ),
}
NAV = """nav:
  - Home: index.md
  - Tiny: tiny.md
  - Lab: notebooks/lab.ipynb
  - Glossary: glossary.md
  - Proofs: proofs.md
theme:"""

PASSING = {"seconds", "date"}  # what the records of two equal builds may differ in


def contents(folder: Path) -> dict[str, bytes | dict]:
    """Every file below `folder`, by its path; records without what may differ."""
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if path.suffix == ".json" and {"generated", "records", "figures"} & set(path.parts):
            data = {k: v for k, v in json.loads(data).items() if k not in PASSING}
        found[path.relative_to(folder).as_posix()] = data
    return found


def same(first: dict, second: dict) -> list[str]:
    """The files in which two builds differ."""
    return sorted(name for name in first | second if first.get(name) != second.get(name))


class Sample:
    """The site of one page in `root`, and the commands an author types there."""

    def __init__(self, root: Path):
        self.root = root
        ignored = shutil.ignore_patterns("__pycache__")
        for folder in ("scripts", "loop_doctor", "docs/overrides", "docs/assets"):
            shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
        for chapter in chapters():
            for folder in ("experiments", "figures"):
                (root / "scripts" / folder / f"{chapter}.py").unlink(missing_ok=True)
        for name in ("docs/glossary.md", "docs/proofs.md", "CITATION.cff"):
            shutil.copy(ROOT / name, root / name)
        config = (ROOT / "mkdocs.yml").read_text("utf-8")
        self.write("mkdocs.yml", re.sub(r"nav:\n.*?\ntheme:", NAV, config, flags=re.DOTALL))
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """Put `text` into the file `name`."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        """The text of the file `name`."""
        return (self.root / name).read_text("utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace `old`, which must be there, by `new` in the file `name`."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def forget(self, *folders: str) -> None:
        """Delete what was made."""
        for folder in folders or ("build", "site"):
            shutil.rmtree(self.root / folder, ignore_errors=True)

    def start(self, *command: str, log: Path | None = None, **options) -> subprocess.Popen:
        """Start `python -m command…` in the site's folder; what it says goes to `log`, if given."""
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
        environment |= {"PYTHONUNBUFFERED": "1", "SITE_URL": "http://127.0.0.1/"}
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=self.root,
            env=environment,
            text=True,
            stdout=log.open("w") if log else subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **options,
        )

    def run(self, *command: str) -> tuple[int, str]:
        """Exit status and output of `python -m command…`."""
        process = self.start(*command)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output

    def do(self, *command: str) -> tuple[int, str]:
        """Exit status and output of `python -m scripts command…`."""
        return self.run("scripts", *command)

    def make(self) -> tuple[int, str]:
        """Record and weave; what it says up to the first failure."""
        status, output = self.do("record")
        if status == 0:
            status, more = self.do("weave")
            output += more
        return status, output

    def build(self) -> tuple[int, str]:
        """Record, weave, and a strict build into site/."""
        status, output = self.make()
        if status == 0:
            status, more = self.run("mkdocs", "build", "--strict")
            output += more
        return status, output
