"""Measure the site's own speeds and weights, each beside the figure it should reach.

python -m scripts.bench
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts import browser, programs
from scripts.runs import ROOT
from tests.blocks import collect, pages
from tests.host import Host

ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}

BARE = """
import contextlib, io, os, runpy, sys
os.environ["OMP_NUM_THREADS"] = "1"
for path in sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        runpy.run_path(path, run_name="__main__")
"""  # an exception: where a program wants a warning that torch gives once a process
CHAPTER = "chapters/accumulation/"
OWN = {".git", ".venv", "site"}  # of this folder alone, and not copied


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
    """A strict build in which nothing is stale."""
    build = ("-m", "mkdocs", "build", "--strict")
    seconds(*build, cwd=copy)
    line(
        "warm strict site build, notebook cached",
        min(seconds(*build, cwd=copy) for _ in range(3)),
        "≤ 3",
    )


def saving(copy: Path) -> None:
    """From saving a program, while the site is served, to its page, beyond running it alone."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    program, page = copy / "snippets/accumulation/two_calls.py", f"http://{address}/{CHAPTER}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, cwd=copy, env=ENVIRONMENT, **quiet)
    try:
        served(page, program.name)
        program.write_text(program.read_text("utf-8") + "# saved\n", encoding="utf-8")
        started = time.perf_counter()
        served(page, "# saved")
        total = time.perf_counter() - started
    finally:
        server.terminate()
        server.wait()
    run = min(seconds(str(program)) for _ in range(3))
    line(f"from saving a program to its page, beyond the run ({run:.1f} s)", total - run, "≤ 4")


def served(page: str, text: str) -> None:
    """Wait until `page` holds `text`; five minutes without it end the benchmark."""
    for _ in range(3000):
        with contextlib.suppress(OSError), urllib.request.urlopen(page) as answer:
            if text in answer.read().decode():
                return
        time.sleep(0.1)
    sys.exit(f"{page} does not show {text!r}")


def blocks() -> None:
    """All page blocks, against importing torch once and the same code bare in one process.

    Left out of both are the blocks that cannot share a process: those that raise or start others.
    """
    names, files = [], []
    for page in pages():
        for block in collect(page):
            if not block.raises and "spawn(" not in block.code:
                names.append(f"{page.relative_to(ROOT)}::line {block.line}")
                files.append(str(ROOT / "snippets" / block.program))
    tested = seconds("-m", "pytest", "-q", "-p", "no:cacheprovider", *names)
    bare = seconds("-", *files, code=BARE)
    line(f"{len(names)} page blocks under pytest", tested, f"≤ {1.5 * bare:.2f}")
    line("importing torch once and the same code bare", bare, "as it is")


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
    """What a first visit to each chapter loads, compressed, without what the search loads."""
    host = Host()
    host.serve(ROOT / "site")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=browser.OPTIONS)
        for page in (f"chapters/{p.parent.name}/" for p in host.root.glob("chapters/*/index.html")):
            host.sent.clear()
            tab = chromium.new_page()
            tab.goto(host.url + page, wait_until="networkidle")
            tab.close()
            line(f"first visit to {page}", host.weight() / 1000, "≤ 150", "kB")
        chromium.close()
    host.close()


def main() -> None:
    """Print every measurement."""
    freshness()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(ROOT, copy, ignore=lambda folder, names: OWN if folder == str(ROOT) else ())
        builds(copy)
        saving(copy)
        recording(copy)
    blocks()
    weights()


if __name__ == "__main__":
    main()
