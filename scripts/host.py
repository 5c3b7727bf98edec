"""A folder, served as a real host does: gzip, keep-alive, caching, the headers of its _headers, and
a page for what is missing.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import mimetypes
import threading
from collections import Counter
from pathlib import Path

SEARCH = ("/assets/javascripts/workers/", "/search/")
TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".py"}


class Host:
    """Serves from 127.0.0.1 on a free port; `sent` counts the bytes sent for each path."""

    def __init__(self):
        self.root = Path()
        self.headers: dict[str, list[tuple[str, str]]] = {}  # by address, or "/*" for all
        self.sent = Counter()
        handler = functools.partial(Handler, host=self)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def serve(self, root: Path) -> None:
        self.root = root
        for line in (root / "_headers").read_text("utf-8").splitlines():
            if line.startswith("/"):
                said = self.headers.setdefault(line, [])
            else:
                said.append(tuple(line.strip().split(": ", 1)))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def weight(self) -> int:
        """The bytes sent, headers included, without what the search loads behind a page."""
        return sum(n for path, n in self.sent.items() if not path.startswith(SEARCH))

    def file(self, page: str) -> Path:
        """The file of an address below the site's; of a folder, its index."""
        path = self.root / page
        return path / "index.html" if path.is_dir() else path

    def pages(self, text: str = "") -> list[str]:
        """Addresses of the pages whose HTML contains the text, below the site's."""
        files = [
            path for path in sorted(self.root.rglob("*.html")) if text in path.read_text("utf-8")
        ]
        return [path.relative_to(self.root).as_posix().removesuffix("index.html") for path in files]

    @functools.cache  # noqa: B019  one host per test run
    def content(self, path: Path) -> bytes:
        data = path.read_bytes()
        return gzip.compress(data, 9) if path.suffix in TEXT else data


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args, host: Host):
        self.host = host
        super().__init__(*args)

    def do_GET(self):
        path = self.host.file(self.path.partition("?")[0].lstrip("/"))
        found = path.is_file()
        path = path if found else self.host.root / "404.html"
        data = self.host.content(path)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "text/plain")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        for address in ("/*", self.path):
            for name, value in self.host.headers.get(address, ()):
                self.send_header(name, value)
        if path.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.host.sent[self.path] += len(data) + sum(map(len, self._headers_buffer))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass
