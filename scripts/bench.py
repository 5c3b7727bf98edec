"""Measure the site's own speeds and weights, each beside the figure it should reach.

python -m scripts.bench
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts import programs
from scripts.runs import ROOT

ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}


def seconds(*command: str, cwd: Path = ROOT, code: str = "") -> float:
    """How long `python command…` takes; a failure ends the benchmark."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=ENVIRONMENT,
        input=code,
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def line(what: str, found: float, target: str, unit: str = "s") -> None:
    """One line of the report."""
    print(f"{what:62} {found:8.2f} {unit:3} target {target}", flush=True)


def freshness() -> None:
    """Nothing is stale: how long does it take to find that out, and is torch imported?"""
    seconds("-m", "scripts.record")
    line(
        "freshness check, nothing stale",
        min(seconds("-m", "scripts.record") for _ in range(5)),
        "≤ 0.20",
    )
    probe = (
        "import sys; from scripts.record import main; main([]); sys.exit('torch' in sys.modules)"
    )
    seconds("-c", probe)
    print("freshness check imports torch: no")


def builds(copy: Path) -> None:
    """Warm strict build; from saving a program to the page, beyond the run itself."""
    build = ("-m", "mkdocs", "build", "--strict")
    seconds(*build, cwd=copy)
    line(
        "warm strict site build, notebook cached",
        min(seconds(*build, cwd=copy) for _ in range(3)),
        "≤ 3",
    )
    program = copy / "snippets/index/five_lines.py"
    program.write_text(program.read_text("utf-8") + "\n# saved\n", encoding="utf-8")
    started = time.perf_counter()
    seconds(*build, cwd=copy)
    line(
        "from saving a program to its page built, in all",
        time.perf_counter() - started,
        "≤ 4 + run",
    )


def blocks() -> None:
    """All page blocks, against importing torch once and the same code bare in one process."""
    tested = seconds("-m", "pytest", "docs", "--codeblocks", "-q", "-p", "no:cacheprovider")
    paths = [
        str(p)
        for p in programs.all_programs().values()
        if not programs.announced(p.read_text("utf-8"))
    ]
    bare = seconds(
        "-",
        *paths,
        code=(
            "import contextlib, io, os, runpy, sys\nos.environ['OMP_NUM_THREADS'] = '1'\n"
            "with contextlib.redirect_stdout(io.StringIO()):\n"
            "    for path in sys.argv[1:]:\n"
            "        runpy.run_path(path, run_name='__main__')\n"
        ),
    )
    line("all page blocks under pytest", tested, f"≤ 1.5 × {bare:.1f} s bare in one process")


def recording(copy: Path) -> None:
    """Recording from nothing on all cores, against one program after the other."""
    shutil.rmtree(copy / "docs/generated")
    together = seconds("-m", "scripts.record", cwd=copy)
    names = [p.relative_to(copy).as_posix() for p in sorted(copy.glob("snippets/*/*.py"))]
    alone = 0.0
    for name in names:
        if not programs.announced((copy / name).read_text("utf-8")):
            alone += seconds(name, cwd=copy)
    line("recording all runs, programs and figures from nothing", together, "as it is")
    line("every program alone, one after the other, fresh processes", alone, "≥ 1.5 × recording")


def weights() -> None:
    """Compressed weight of each chapter page with all that it loads."""
    for page in sorted((ROOT / "site" / "chapters").glob("*/index.html")):
        text = page.read_text("utf-8")
        loaded = re.findall(r'<(?:script|link rel="stylesheet")[^>]*(?:src|href)="([^"]+)"', text)
        files = [page, *((page.parent / name).resolve() for name in loaded)]
        total = sum(len(gzip.compress(f.read_bytes(), 9)) for f in files if f.exists())
        line(f"chapter {page.parent.name}, compressed", total / 1000, "≤ 150", "kB")


def main() -> None:
    """Print every measurement."""
    freshness()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        ignored = shutil.ignore_patterns(".git", ".venv", "site", "__pycache__")
        shutil.copytree(ROOT, copy, ignore=ignored)
        builds(copy)
        recording(copy)
    blocks()
    weights()


if __name__ == "__main__":
    main()
