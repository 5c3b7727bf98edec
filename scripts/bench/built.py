"""A site as readers get it: built, published and served, compressed as a real host does."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts import browser
from scripts.files import ROOT, Fault
from scripts.host import Host


@contextlib.contextmanager
def served() -> Iterator[Host]:
    """The site of this project, built anew."""
    host = Host()
    with tempfile.TemporaryDirectory() as folder:
        build = ["mkdocs", "build", "--strict", "--quiet", "--site-dir", folder]
        environment = os.environ | {"SITE_URL": host.url, "NO_MKDOCS_2_WARNING": "1"}
        for words in (build, ["scripts", "publish", folder]):
            done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment)
            if done.returncode:
                raise Fault("bench", "the site does not build", "make site")
        host.serve(Path(folder))
        yield host
        host.close()


@contextlib.contextmanager
def chromium() -> Iterator:
    """A running browser.

    Raises:
        Fault: there is none.
    """
    if not (path := browser.find()):
        raise Fault("bench", browser.ADVICE, "python -m scripts browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=browser.OPTIONS)
        yield running
        running.close()


def first_visit(running, host: Host, page: str) -> int:
    """Bytes over the wire for a page that is the first of a visit."""
    context = running.new_context()
    host.sent.clear()
    context.new_page().goto(host.url + page, wait_until="networkidle")
    context.close()
    return host.weight()
