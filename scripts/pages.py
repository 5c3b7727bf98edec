"""The pages that authors write: which there are, in the order of the site's nav."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.files import DOCS, ROOT, Fault, read, shown

CONFIG = ROOT / "mkdocs.yml"


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml; a tag of MkDocs' own, such as !ENV, stands for nothing here."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


@dataclass(frozen=True)
class Page:
    """A page as its author wrote it: Markdown with templates, or a notebook."""

    path: Path

    @functools.cached_property
    def uri(self) -> str:
        """ "chapters/accumulation.md", below docs/."""
        return self.path.relative_to(DOCS).as_posix()

    @functools.cached_property
    def name(self) -> str:
        """ "chapters/accumulation"."""
        return self.uri.rpartition(".")[0]

    @property
    def address(self) -> str:
        """ "chapters/accumulation/", below the site's."""
        return f"{self.name}/".removesuffix("index/")

    @functools.cached_property
    def text(self) -> str:
        """What the author wrote, front matter included."""
        return read(self.path)

    @property
    def title(self) -> str:
        """From its front matter or its first heading, without marks of Markdown."""
        return title(self.text) or self.name


def title(text: str) -> str | None:
    """The title of a page's text, from its front matter or its first heading."""
    found = re.search(r"\A---\n(?:.*\n)*?title: *(.+)\n", text) or re.search(
        r"^(?:# )?# ([^%].*)$", text, re.MULTILINE
    )
    return re.sub(r"[`*]|\s*\{.*\}$", "", found[1]).strip("\"'") if found else None


def config() -> dict:
    """What mkdocs.yml says.

    Raises:
        Fault: it is not valid YAML.
    """
    return _config(read(CONFIG))


@functools.cache  # a weave asks for it with every page
def _config(text: str) -> dict:
    try:
        return yaml.load(text, _Loader)  # noqa: S506  a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        place = f"mkdocs.yml:{line}"
        raise Fault(place, f"is not valid YAML ({error.problem})", "make site") from None


def pages() -> list[Page]:
    """Every page, in the order of nav; those that nav leaves out come last.

    Raises:
        Fault: nav names a page that is not there.
    """
    found = {Page(path) for path in DOCS.rglob("*.md") if _is_page(path)}
    found |= {Page(path) for path in DOCS.glob("notebooks/*.py")}
    order = []
    for uri in _leaves(config().get("nav") or []):
        page = Page(DOCS / re.sub(r"^(notebooks/.*)\.ipynb$", r"\1.py", uri))
        if page not in found:
            raise Fault("mkdocs.yml", f"nav names {uri}, which is not there", "make site")
        order.append(page)
    return order + sorted(found - set(order), key=lambda page: page.uri)


def markdown() -> list[Page]:
    """The pages in Markdown, in the order of nav."""
    return [page for page in pages() if page.path.suffix == ".md"]


def _is_page(path: Path) -> bool:
    top = path.relative_to(DOCS).parts[0]
    return top not in ("assets", "overrides", "recorded", "notebooks")


def _leaves(nav) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    items = nav.values() if isinstance(nav, dict) else nav
    return [leaf for item in items for leaf in _leaves(item)]


def place(page: Page, line: int) -> str:
    """ "docs/index.md:7", as messages name a line of a page."""
    return f"{shown(page.path)}:{line}"
