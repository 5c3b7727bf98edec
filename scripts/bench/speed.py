"""Speed: how long the first page, the book, the site and a saved program take.

Everything happens in a copy of the project, so that nothing of yours is lost.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from scripts.bench.lines import line
from scripts.files import ROOT, Fault

ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
OWN = {".git", ".venv", ".cache", "site"}  # of this folder alone, and not copied
PROGRAM = "accumulation/two_calls.py"


def seconds(copy: Path, *command: str) -> float:
    """How long `python -m command…` takes.

    Raises:
        Fault: it fails.
    """
    started = time.perf_counter()
    words = [sys.executable, "-m", *command]
    done = subprocess.run(words, cwd=copy, env=ENVIRONMENT, text=True, capture_output=True)
    if done.returncode:
        what = f"{' '.join(command)} failed"
        raise Fault("bench", what, " ".join(["python -m", *command]), f"{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def served(address: str, page: str, text: str, without: str = "") -> None:
    """Wait until a page holds `text`, and not `without`."""
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/{page}") as answer:
            shown = answer.read().decode()
            if text in shown and not (without and without in shown):
                return
        time.sleep(0.1)


@contextlib.contextmanager
def serving(copy: Path):
    """The address of a server of the copy."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        at = f"127.0.0.1:{free.getsockname()[1]}"
    words = [sys.executable, "-m", "scripts", "serve", "--at", at]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(words, cwd=copy, env=ENVIRONMENT, **quiet)
    try:
        yield f"http://{at}"
    finally:
        server.terminate()
        server.wait()


def from_nothing(copy: Path) -> None:
    """The first page of a fresh clone, then the whole book."""
    shutil.rmtree(copy / "build", ignore_errors=True)
    started = time.perf_counter()
    with serving(copy) as address:
        served(address, "", "y = 2.00 x + 1.00", without="is not there yet")
        line("the front page of a fresh clone, complete", time.perf_counter() - started, "≤ 30")
    shutil.rmtree(copy / "build", ignore_errors=True)
    line("recording and drawing the whole book", seconds(copy, "scripts", "record"), "≤ 150")


def warm(copy: Path) -> None:
    """What takes how long when nothing has changed."""
    record, weave = ("scripts", "record"), ("scripts", "weave")
    line("freshness", min(seconds(copy, *record) for _ in range(5)), "≤ 0.3")
    line("weaving every page", min(seconds(copy, *weave) for _ in range(3)), "as it is")
    build = ("mkdocs", "build", "--strict", "--quiet")
    seconds(copy, *build)
    stock = copy / "stock.yml"
    stock.write_text(_stock((copy / "mkdocs.yml").read_text("utf-8")), encoding="utf-8")
    pairs = [
        (seconds(copy, *build), seconds(copy, *build[:2], "--quiet", "-f", "stock.yml"))
        for _ in range(3)
    ]
    own, other = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    line("a strict build of the woven pages", own, f"≤ {1.3 * other:.2f} (1.3 × stock theme)")
    line("the stock theme on the same pages", other, "as it is")


def _stock(config: str) -> str:
    """The configuration without what is ours: overrides, styles, scripts and extensions."""
    config = re.sub(
        r"^  custom_dir: .*\n|^extra_css: .*\n|^  - scripts\..*\n", "", config, flags=re.M
    )
    return re.sub(r"^extra_javascript:\n(?:  .*\n)+", "", config, flags=re.M)


def saving(copy: Path) -> None:
    """From saving a program, while the site is served, to its page, beyond running it alone."""
    program, page = copy / "snippets" / PROGRAM, "chapters/accumulation/"
    with serving(copy) as address:
        served(address, page, PROGRAM)
        time.sleep(10)  # its first look is over
        program.write_text(program.read_text("utf-8") + "# saved\n", encoding="utf-8")
        started = time.perf_counter()
        served(address, page, "# saved")
        total = time.perf_counter() - started
    alone = time.perf_counter()
    subprocess.run([sys.executable, program], capture_output=True, check=True)
    alone = time.perf_counter() - alone
    line(f"from saving a program to its page, beyond its run ({alone:.1f} s)", total - alone, "≤ 3")


def report() -> None:
    """Print every speed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(ROOT, copy, ignore=lambda at, names: OWN if at == str(ROOT) else ())
        from_nothing(copy)
        warm(copy)
        saving(copy)
