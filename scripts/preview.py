"""The server behind `make serve`: MkDocs' own, with what a published site has besides its pages.

    python -m scripts.preview 127.0.0.1:8000

Each page is sent with the policy that a published one has, computed from the pages themselves; a
lab is sent as it is published; and a page's Markdown twin is there.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from mkdocs.commands import serve
from mkdocs.livereload import LiveReloadServer

from scripts.files import PAGES, read
from scripts.pages import pages
from scripts.publish import labs, policy


class Preview(LiveReloadServer):
    """Answers as a host of the published site does."""

    known: tuple = (0, {})  # the epoch, what the site's pages are allowed in it

    def serve_request(self, environ, start_response) -> Iterable[bytes]:
        """One answer, with the published headers."""
        page = next((p for p in pages() if environ["PATH_INFO"] == f"/{p.address}index.md"), None)
        if page:
            start_response("200 OK", [("Content-Type", "text/markdown; charset=utf-8")])
            return [read(PAGES / page.uri).encode()]
        said: list = []
        body = b"".join(super().serve_request(environ, lambda *words: said.append(words)))
        status, own = said[0]
        own = {name: value for name, value in own if name != "Content-Length"}
        if own.get("Content-Type") == "text/html":
            own |= policy.headers()["/*"]
            rules = policy.policy(self._allowed(body.decode()))
            own["Content-Security-Policy"] = f"{rules}; {policy.FRAMED}"
        start_response(status, [*own.items(), ("Content-Length", str(len(body)))])
        return [body]

    def _allowed(self, html: str) -> dict[str, set[str]]:
        """What this page holds, and every other, which the theme may put in its place."""
        if self.known[0] != self._visible_epoch:
            built = (path.read_text("utf-8") for path in Path(self.root).rglob("*.html"))
            found = policy.hashes(text for text in built if "jupyter-wrapper" not in text)
            self.known = (self._visible_epoch, found)
        return {tag: known | self.known[1][tag] for tag, known in policy.hashes([html]).items()}

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """A page with MkDocs' script that reloads it; a lab in the site's own markup."""
        if b"jupyter-wrapper" in content:
            name = re.search(rb'<link rel="canonical" href="[^"]*/([^/"]+)/"', content)[1]
            content = labs.slim(content.decode(), name.decode()).encode()
        reloading = super()._inject_js_into_html(content, epoch)
        return re.sub(rb"livereload\((\d+), \d+\)", rb"livereload(\1, 0)", reloading)  # one hash


if __name__ == "__main__":
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    serve.LiveReloadServer = Preview
    serve.serve("mkdocs.yml", build_type="dirty", dev_addr=sys.argv[1])
