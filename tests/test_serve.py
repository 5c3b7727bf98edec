"""Promise: `mkdocs serve` shows what an author saves, and no mistake of the author's ends it."""

import socket
import time
import urllib.request

import pytest

from tests.tiny import Tiny

PATIENCE = 90  # seconds, on a busy machine


class Server:
    """`mkdocs serve` on a tiny site."""

    def __init__(self, site: Tiny):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.log = site.root / "serve.log"
        self.process = site.start("mkdocs", "serve", "--dev-addr", self.address, log=self.log)

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


@pytest.fixture
def server(tmp_path):
    server = Server(Tiny(tmp_path))
    yield server
    server.process.terminate()
    server.process.wait(timeout=20)


def test_an_author_saves_breaks_and_mends_a_program(server, tmp_path):
    site, program = tmp_path, "snippets/tiny/double.py"
    whole = (site / program).read_text()

    def save(text: str) -> None:
        (site / program).write_text(text)

    server.wait(lambda: "The first slope is 1.0" in server.page("tiny/"), "the first page")
    save(whole.replace("w.grad.item()", "w.grad.item() / 0"))
    server.wait(lambda: "ZeroDivisionError" in server.log.read_text(), "the traceback")
    assert server.process.poll() is None, "a mistake of the author's has ended the server"
    save(whole.replace("return w.grad.item()", "return w.grad.item() * 1.0"))
    (site / "docs/tiny.md").write_text(
        (site / "docs/tiny.md").read_text().replace("The first slope", "This slope")
    )
    server.wait(lambda: "This slope is 1.0" in server.page("tiny/"), "the mended page")


def test_an_author_asks_for_a_number_that_is_not_there(server, tmp_path):
    page = tmp_path / "docs/tiny.md"
    text = page.read_text()
    server.wait(lambda: "The first slope is 1.0" in server.page("tiny/"), "the first page")
    page.write_text(text.replace("slopes.slopes[0]", "slopes.slops[0]"))
    server.wait(lambda: "docs/tiny.md:7" in server.page("tiny/"), "the message on the page")
    page.write_text(text)
    server.wait(lambda: "The first slope is 1.0" in server.page("tiny/"), "the mended page")


def test_a_build_for_each_save_and_no_other(server, tmp_path):
    def builds():
        return server.log.read_text().count("Building documentation")

    server.wait(lambda: "The first slope" in server.page("tiny/"), "the first page")
    time.sleep(4)
    assert builds() == 1
    for name in ("snippets/tiny/double.py", "docs/index.md", "docs/notebooks/lab.py"):
        before = builds()
        with (tmp_path / name).open("a") as file:
            file.write("# saved\n")
        server.wait(lambda before=before: builds() > before, f"a build for {name}")
        time.sleep(4)
        assert builds() == before + 1, name
