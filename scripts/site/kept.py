"""A page is made again only where something that it came from has changed.

Its content is kept in .cache/pages with a digest of all that it can have come from: its own text;
of every chapter that it names, the programs, records, figures and claims; and what all pages share.
This saves time and does nothing else: without the folder, the same site is built.
"""

from __future__ import annotations

import functools
import logging
import pickle
import re
from collections.abc import Iterable
from pathlib import Path

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from scripts.recorder import version
from scripts.runs import ROOT, digest, shown, write
from scripts.site import parts

FOLDER = ROOT / ".cache" / "pages"
LIBRARIES = ("mkdocs", "mkdocs-macros-plugin", "Markdown", "pymdown-extensions", "Pygments")
LIBRARIES += ("Jinja2", "torch")
NAMED = re.compile(r"""\b(?:runs|cuda)\.(\w+)|["'](\w+)/""")  # a chapter, as pages and code name it
CITED = re.compile(r"""\b(?:claim|figure)\(\s*["']([\w/]+)""")
OF_ALL = re.compile(r"\b(?:proofs|figure_library|poster|poster_downloads)\(\)")
SOURCES = re.compile(rb'"sources": \{[^}]*\}')
TIMES = re.compile(rb'"date": "[^"]*",\s*"seconds": ([\d.]+)')
DIGEST = len(digest(""))
problems = CountHandler(level=logging.WARNING)  # a page that is made with one is not kept
logging.getLogger("mkdocs").addHandler(problems)


class Kept:
    """The pages of one build, each with what is kept of it."""

    def __init__(self, files: Files):
        """`files`: all files of the site, as MkDocs collected them."""
        self.files, self.found, self.made = files, {}, {}
        self.chapters = {path.name for path in (ROOT / "snippets").iterdir() if path.is_dir()}
        shared = [ROOT / "mkdocs.yml", ROOT / "CITATION.cff", ROOT / "docs" / "glossary.md"]
        shared += (ROOT / "docs" / "overrides").iterdir()
        shared += (p for p in (ROOT / "scripts").rglob("*.py") if p.stem not in self.chapters)
        names = [file.src_uri for file in files]
        self.shared = repr((names, [version(name) for name in LIBRARIES], _state(shared)))

    def has(self, page: Page, text: str) -> bool:
        """Is the content of `page`, whose source is `text`, kept and still true?"""
        uri, path = page.file.src_uri, self._path(page)
        if not uri.endswith(".md"):  # mkdocs-jupyter keeps its notebooks itself
            return False
        key = self._key(uri, f"{page.meta}{text}")
        kept = path.read_bytes() if path.exists() else b""
        if kept[: 2 * DIGEST] == (key + digest(kept[2 * DIGEST :])).encode():
            self.found[uri] = pickle.loads(kept[2 * DIGEST :])
        else:
            self.made[uri] = key, problems.get_counts()
        return uri in self.found

    def content(self, page: Page, html: str) -> str:
        """The content of `page`: what is kept of it, else `html`, which is kept from now on."""
        uri = page.file.src_uri
        if uri in self.found:
            html, page.title, page.toc, anchors, links = self.found[uri]
            page.present_anchor_ids = set(anchors)
            page.links_to_anchors = {self.files.src_uris[to]: at for to, at in links.items()}
            return html
        key, before = self.made.get(uri, (None, None))
        if problems.get_counts() == before:
            links = {to.src_uri: at for to, at in (page.links_to_anchors or {}).items()}
            anchors = sorted(page.present_anchor_ids)
            kept = pickle.dumps((html, page.title, page.toc, anchors, links))
            write(self._path(page), (key + digest(kept)).encode() + kept)
        return html

    def _path(self, page: Page) -> Path:
        return FOLDER / page.file.src_uri.replace("/", "-")

    def _key(self, uri: str, text: str) -> str:
        """Digest of all that a page can have come from."""
        named, parts = self._named(text), [uri, text, self.shared]
        parts += (self._programs(name) for name in sorted(named))
        if OF_ALL.search(text):
            named = self.chapters
            parts.append(self._citations)
        reached = set()
        while named - reached:
            reached |= named
            named = {other for name in named for other in self._runs(name)[1]}
        return digest("".join([*parts, *(self._runs(name)[0] for name in sorted(reached))]))

    def _named(self, text: str) -> set[str]:
        """The chapters that `text` names."""
        return {name for names in NAMED.findall(text) for name in names} & self.chapters

    @functools.cached_property
    def _citations(self) -> str:
        """Which page shows which figures and claims."""
        pages = {file.src_uri: file for file in self.files if file.src_uri.endswith(".md")}
        return repr([(uri, CITED.findall(file.content_string)) for uri, file in pages.items()])

    @functools.cache  # noqa: B019  one object a build
    def _programs(self, name: str) -> str:
        """Digest of the programs of a chapter and their records."""
        records = (ROOT / "docs/generated" / name).glob("*.py.json")
        return _state([*(ROOT / "snippets" / name).rglob("*.*"), *records])

    @functools.cache  # noqa: B019
    def _runs(self, name: str) -> tuple[str, set[str]]:
        """Digest of a chapter's runs, figures and claims, and the chapters that these name."""
        code = [ROOT / "scripts/figures" / f"{name}.py", ROOT / "tests/claims" / f"{name}.py"]
        code = [path for path in code if path.exists()]
        made = [*(ROOT / "docs/generated" / name).glob("*.json")]
        made += (ROOT / "docs/generated" / name).glob("*.svg")
        made += (ROOT / "docs/recorded").glob(f"*/{name}/*.json")
        made = [path for path in made if not path.name.endswith(".py.json")]
        named = self._named("".join(path.read_text("utf-8") for path in code))
        return _state([*code, *made]), named


def _state(files: Iterable[Path]) -> str:
    """Digest of the names and contents of `files`, of records without what no page tells."""
    found = []
    for path in sorted(files):
        data = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".json":
            data = TIMES.sub(_lasted, SOURCES.sub(b"", data, count=1), count=1)
        found.append(f"{shown(path)}{digest(data)}")
    return digest("".join(found))


def _lasted(times: re.Match) -> bytes:
    """Of when a run was and how long it took, what a page shows: the time in coarse words."""
    return parts.lasted({"seconds": float(times[1])}).encode()
