"""Serve the site at http://127.0.0.1:8000/ and bring it up to date after each save.

    python -m scripts serve              or make serve
    python -m scripts serve --at 127.0.0.1:8123

Three processes: MkDocs serves build/pages and reloads the browser, with scripts/preview.py around
it; `record` and `weave` run in fresh processes whenever a file is saved, so that nothing an author
edits stays loaded. The server is there at once: a page whose runs are not all recorded says so, and
comes by itself.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator

from watchfiles import watch

from scripts.files import PAGES, RECORDS, ROOT, Fault, shown
from scripts.pages import pages

SOURCES = ("docs", "snippets", "scripts", "tests/claims", "mkdocs.yml", "CITATION.cff")
LOADED = ("docs/overrides", "scripts/extensions", "scripts/publish", "scripts/preview.py")
LOADED += ("mkdocs.yml",)  # by the server, when it starts
BOOK = 320  # seconds of processor time that recording and drawing the whole book takes
PATIENCE = 4.0  # seconds between two looks at what has been recorded meanwhile


def command(*words: str) -> list[str]:
    """`python words…` with this Python."""
    return [sys.executable, *words]


class Site:
    """Brings the pages up to date: once at the start, and again after each save."""

    def __init__(self, address: str):
        self.address, self.settled = address, {}  # when each page was last seen to be served
        self.saved, self.ended = threading.Event(), threading.Event()
        self.changed: set[str] = set()  # the files saved since the last look
        self.recording: subprocess.Popen | None = None

    def weave(self, *names: str) -> bool:
        """Weave what is recorded, or these pages alone without a word; did it succeed?"""
        words = command("-m", "scripts", "weave", "--waiting", *names)
        quiet = subprocess.DEVNULL if names else None
        return subprocess.run(words, cwd=ROOT, stderr=quiet, check=False).returncode == 0

    def update(self) -> None:
        """Record what is out of date, weaving now and then, until all of it is on the pages."""
        self.saved.clear()
        changed, self.changed = self.changed, set()
        self.recording = subprocess.Popen(command("-m", "scripts", "record"), cwd=ROOT)
        while self.recording.poll() is None and not self.saved.is_set():
            try:
                self.recording.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.weave()
        if self.saved.is_set() and self.recording.poll() is None:
            self.recording.send_signal(signal.SIGINT)  # what it has recorded stays
            self.recording.wait()
        if first := concerned(changed):
            self.weave(*first)
        if not self.weave() or self.recording.returncode:
            print(
                "the pages show the last good state; mend what is named above and save", flush=True
            )
        self.settle()

    def settle(self) -> None:
        """Have MkDocs look at each page that has changed, once it is done with what it builds.

        A build that began before the weave ended may have read an older page and still write
        a newer file. MkDocs answers a request when no build is under way.
        """
        while not (self.ended.is_set() or self.saved.is_set()):
            try:
                urllib.request.urlopen(f"http://{self.address}/", timeout=5).close()
                break
            except OSError:
                self.saved.wait(0.3)
        for path in [*PAGES.rglob("*.md"), *PAGES.rglob("*.ipynb")]:
            if path.stat().st_mtime_ns != self.settled.get(path):
                os.utime(path)
                self.settled[path] = path.stat().st_mtime_ns

    def run(self) -> None:
        """Update after each save until the end."""
        while not self.ended.is_set():
            self.update()
            self.saved.wait()

    def end(self) -> None:
        """Stop, and what still records with it."""
        self.ended.set()
        self.saved.set()


def concerned(changed: set[str]) -> list[str]:
    """The names of pages that are woven before the others: saved, or naming a saved program."""
    try:
        everything = pages()
    except Fault:  # weaving says so
        return []
    programs = [f'"{path.removeprefix("snippets/")}"' for path in changed]
    return [
        page.name
        for page in everything
        if shown(page.path) in changed or any(name in page.text for name in programs)
    ]


def main(arguments: list[str]) -> int:
    """Serve until Ctrl-C, a polite end, or the end of the server itself."""
    parser = argparse.ArgumentParser(prog="python -m scripts serve")
    parser.add_argument("--at", default="127.0.0.1:8000", metavar="HOST:PORT")
    options = parser.parse_args(arguments)
    site, stop = Site(options.at), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    print("weaving the pages …", flush=True)
    if not RECORDS.exists():
        minutes = max(1, round(BOOK / 60 / (os.cpu_count() or 1)))
        print(
            "nothing is recorded yet: the front page is whole within a minute, the rest comes page "
            f"by page in about {minutes} minutes on this machine, and is kept in build/",
            flush=True,
        )
    site.weave()
    server = _started(options.at)
    worker = threading.Thread(target=site.run, daemon=True)
    worker.start()
    print(f"http://{options.at}/ is being served; Ctrl-C ends it", flush=True)
    try:
        for changes in _changes(stop):
            if server.poll() is not None:
                return server.returncode
            if any(path.startswith(LOADED) for path in changes):
                _ended(server)
                server = _started(options.at)
            if changes:
                site.changed |= changes
                site.saved.set()
    except KeyboardInterrupt:
        pass
    finally:
        site.end()
        _ended(server)
        worker.join(20)
    return 0


def _started(address: str) -> subprocess.Popen:
    """MkDocs' server: it builds all pages now, and those whose bytes change from then on."""
    return subprocess.Popen(command("-m", "scripts.preview", address), cwd=ROOT)


def _ended(server: subprocess.Popen) -> None:
    server.terminate()
    server.wait()


def _changes(stop: threading.Event) -> Iterator[set[str]]:
    """The project's files that were saved, again and again; now and then none."""
    places = [ROOT / source for source in SOURCES if (ROOT / source).exists()]
    options = {"debounce": 200, "yield_on_timeout": True, "rust_timeout": 1000}
    for changes in watch(*places, stop_event=stop, **options):
        yield {shown(path) for _, path in changes if "__pycache__" not in path}
