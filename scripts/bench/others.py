"""Others: the same twenty programs and pages, made by this project, sphinx-gallery, myst-nb, and by
the plain theme, which runs nothing.

Each is built from nothing, built again with nothing changed, and once more after one program was
edited; then the first visit to that program's page is weighed.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup

from scripts.bench.built import chromium, first_visit
from scripts.bench.inputs import WRITERS
from scripts.files import ROOT, SNIPPETS, Fault, read
from scripts.host import Host
from scripts.programs import all_programs, program

COUNT = 20
HOME = ROOT / ".cache" / "generators"
PYTHON = HOME / "bin" / "python"
PACKAGES = ("sphinx==9.0.4", "sphinx-gallery==0.22.1", "myst-nb==1.4.0")
HEADS = ("from nothing", "again", "after an edit", "first visit")
ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}


@dataclass(frozen=True)
class Input:
    """A program, and the words that its page says of it."""

    name: str  # "accumulation/ledger.py"
    title: str
    code: str  # without its docstring

    @property
    def stem(self) -> str:
        """ "ledger"."""
        return Path(self.name).stem


def inputs() -> list[Input]:
    """The first twenty programs that raise nothing and start no process."""
    found = []
    for name in all_programs():
        whole = program(name)
        if whole.raises or "multiprocessing" in whole.text or "distributed" in whole.text:
            continue
        docstring = ast.parse(whole.text).body[0]
        code = "".join(whole.text.splitlines(keepends=True)[docstring.end_lineno :]).lstrip("\n")
        title = docstring.value.value.strip().split("\n")[0].rstrip(".:")
        found.append(Input(name, title, code))
    stems = [one.stem for one in found]
    return [one for one in found if stems.count(one.stem) == 1][:COUNT]


def install() -> None:
    """An environment with the tools of Sphinx, which takes torch from this project's own."""
    if not PYTHON.exists():
        venv.create(HOME, with_pip=True)
        words = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*words, *PACKAGES], check=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own = HOME / "lib" / version / "site-packages"
    (own / "torch.pth").write_text(sysconfig.get_path("purelib") + "\n")


def run(folder: Path, commands: list[list[str]]) -> float:
    """How long these commands take.

    Raises:
        Fault: one fails.
    """
    started = time.perf_counter()
    for words in commands:
        done = subprocess.run(words, cwd=folder, env=ENVIRONMENT, text=True, capture_output=True)
        if done.returncode:
            said = f"{done.stdout}{done.stderr}"[-3000:]
            raise Fault("bench", f"{words[2]} fails", "python -m scripts bench others", said)
    return time.perf_counter() - started


def measured(running, folder: Path, write: Callable, programs: list[Input]) -> list[str]:
    """The four numbers of one tool."""
    folder.mkdir()
    commands, edited, site, page = write(folder, programs, str(PYTHON))
    times = [run(folder, commands), run(folder, commands)]
    edited.write_text(f"{edited.read_text('utf-8').rstrip()}\n# edited\n", encoding="utf-8")
    times.append(run(folder, commands))
    for name, text in (("_headers", "/*\n"), ("404.html", "")):  # what the host sends beside pages
        if not (site / name).exists():
            (site / name).write_text(text)
    host = Host()
    host.serve(site)
    shown = BeautifulSoup(host.file(page).read_text("utf-8"), "html.parser").get_text()
    if read((SNIPPETS / programs[0].name).with_suffix(".out")).split("\n")[1] not in shown:
        raise Fault("bench", f"{page} does not show what its program prints", "bench others")
    weight = first_visit(running, host, page)
    host.close()
    return [f"{seconds:.1f} s" for seconds in times] + [f"{weight / 1000:.0f} kB"]


def report() -> None:
    """Print a line for each tool."""
    install()
    programs = inputs()
    print(f"{'':28}" + "".join(f"{words:>16}" for words in HEADS))
    with tempfile.TemporaryDirectory() as root, chromium() as running:
        for name, write in WRITERS.items():
            cells = measured(running, Path(root) / write.__name__, write, programs)
            print(f"{name:28}" + "".join(f"{cell:>16}" for cell in cells), flush=True)
    used = ", ".join(PACKAGES).replace("==", " ")
    print(f"\n{COUNT} programs, from {programs[0].name} to {programs[-1].name}; {used}")
    print("Only this project's build compares what each program printed with what was accepted.")
