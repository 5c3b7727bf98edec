"""Promise: `make serve` shows what an author saves, and no mistake of the author's ends it.

Each test waits for a thing to happen, for as long as the machine needs, while the server lives.
"""

import os
import socket
import time
import urllib.request

import pytest

from scripts.serve import concerned
from tests.sample import Sample

PATIENCE = int(os.environ.get("PATIENCE", "600"))  # seconds after which nobody would wait on


class Server:
    """`python -m scripts serve` on a sample site."""

    def __init__(self, site: Sample):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.log = site.root / "serve.log"
        self.process = site.start("scripts", "serve", "--at", self.address, log=self.log)

    def page(self, name: str) -> str:
        """The page as it is served now; empty while the server does not answer."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{name}", timeout=60) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def wait(self, found, what: str) -> None:
        """Wait until `found()` is true; the server must live all the while."""
        end = time.monotonic() + PATIENCE
        while not found():
            assert self.process.poll() is None, f"the server ended:\n{self.log.read_text()}"
            assert time.monotonic() < end, f"{what} did not happen:\n{self.log.read_text()}"
            time.sleep(0.2)

    def shows(self, text: str, page: str = "tiny/") -> None:
        """Wait until a page holds a text."""
        self.wait(lambda: text in self.page(page), f"{text!r} on {page!r}")

    def says(self, text: str) -> None:
        """Wait until the server has said a text."""
        self.wait(lambda: text in self.log.read_text(), f"{text!r}")


@pytest.fixture
def fresh(tmp_path):
    """A server on a sample site of which nothing is recorded."""
    server = Server(Sample(tmp_path))
    yield server
    server.process.terminate()
    server.process.wait()


@pytest.fixture
def server(sample):
    """A server on the sample site, recorded."""
    server = Server(sample)
    server.site = sample
    yield server
    server.process.terminate()
    server.process.wait()


def test_a_page_whose_runs_are_missing_says_so_and_comes_by_itself(fresh, tmp_path):
    fresh.says("is being served")
    first = tmp_path / "build/pages/tiny.md"
    assert "# Tiny" in first.read_text()
    assert "waits for" in first.read_text() or "The first slope" in first.read_text()
    fresh.shows("micro-batch", "")
    fresh.shows("The first slope is 1.0")
    fresh.shows("5.0", "notebooks/lab/")


def test_an_author_saves_breaks_and_mends_a_program(server):
    site, program = server.site, "snippets/tiny/double.py"
    whole = site.read(program)
    server.shows("The first slope is 1.0")
    site.write(program, whole.replace("float(factor)", "float(factor) / 0"))
    server.says("ZeroDivisionError")
    server.says("the pages show the last good state")
    assert "The first slope is 1.0" in server.page("tiny/")
    site.write(program, whole.replace("return w.grad", "return w.grad * 1.0"))
    site.change("docs/tiny.md", "The first slope", "This slope")
    server.shows("This slope is 1.0")


def test_an_author_asks_for_a_number_that_is_not_there(server):
    server.shows("The first slope is 1.0")
    server.site.change("docs/tiny.md", "slopes.slopes[0]", "slopes.slops[0]")
    server.says("docs/tiny.md:7: runs.tiny.slopes has no 'slops'")
    server.site.change("docs/tiny.md", "slopes.slops[0]", "slopes.slopes[1]")
    server.shows("The first slope is 2.0")


def test_machinery_that_is_edited_while_it_serves_is_the_new_one(server):
    """And a strict build after it shows what the server showed."""
    server.shows("verified with torch")
    server.site.change("scripts/weave/displays.py", '"verified"', '"proved"')
    server.shows("proved with torch")
    server.site.change("docs/overrides/main.html", "og:site_name", "og:other_name")
    server.shows("og:other_name")
    server.process.terminate()
    server.process.wait()
    status, output = server.site.build()
    assert status == 0, output
    built = server.site.read("site/tiny/index.html")
    assert "proved with torch" in built
    assert "verified with torch" not in built


def test_only_a_page_whose_bytes_change_is_built_again(server):
    server.shows("The first slope")
    time.sleep(3)  # its first look at all pages is over
    other = server.site.root / "build/pages/glossary.md"
    before = other.stat().st_mtime_ns
    server.site.change("docs/tiny.md", "The first slope", "This slope")
    server.shows("This slope")
    assert other.stat().st_mtime_ns == before


def test_it_ends_politely_with_all_that_it_started(server):
    server.shows("The first slope")
    server.process.terminate()
    assert server.process.wait() == 0
    assert server.page("tiny/") == ""


def test_the_pages_that_show_what_was_saved_are_woven_first():
    assert concerned({"snippets/accumulation/two_calls.py"}) == ["chapters/accumulation"]
    assert concerned({"docs/myths.md"}) == ["myths"]
    assert concerned({"scripts/figures/accumulation.py", "mkdocs.yml"}) == []
