"""A Chromium for the browser tests: find one, or install one.

    python -m scripts browser       prints where it is, after installing it if need be

Looked for in this order: $CHROMIUM, Playwright's own download, the system's. Installed by
Playwright where its download works, else as Debian's package where apt-get may be used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOADS = (".cache/ms-playwright", "Library/Caches/ms-playwright", "AppData/Local/ms-playwright")
EXECUTABLES = {"chrome", "chrome.exe", "Chromium", "Google Chrome for Testing"}
OPTIONS = (  # a quiet browser that speaks to this machine alone
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ADVICE = (
    "no Chromium for the browser tests; run `python -m playwright install --with-deps chromium`, "
    "or set CHROMIUM to the path of one"
)


def find() -> Path | None:
    """Path of a Chromium that starts, or None."""
    return next((path for path in _candidates() if _starts(path)), None)


def install() -> Path | None:
    """Path of a Chromium, installed now; None where neither way works."""
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    if not find() and shutil.which("apt-get") and os.geteuid() == 0:
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "chromium", "fonts-dejavu-core")
    return find()


def _candidates():
    if chosen := os.environ.get("CHROMIUM"):
        yield Path(chosen)
    folders = [Path.home() / folder for folder in DOWNLOADS]
    if moved := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        folders.insert(0, Path(moved))
    for folder in folders:
        for path in sorted(folder.glob("chromium-*/**/*"), reverse=True):
            if path.name in EXECUTABLES and path.is_file():
                yield path
    yield from (Path(path) for command in COMMANDS if (path := shutil.which(command)))


def _starts(path: Path) -> bool:
    try:
        subprocess.run([path, "--version"], capture_output=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _run(*command: str) -> None:
    print("$", *command, file=sys.stderr)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        subprocess.run(command, check=False, timeout=600, **quiet)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Say where a Chromium is, after installing it if need be; in CI, 1 without one."""
    browser = find() or install()
    print(browser or ADVICE)
    return bool(os.environ.get("CI")) and not browser
