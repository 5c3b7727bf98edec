"""Nothing that a page shows as Python is passed over: spells a page so that the extractor sees all.

pytest-codeblocks sees one spelling of a fence and no includes. Here a page gets that spelling, line
by line, and its includes are expanded by the site's own preprocessor; each line remembers its place
on the page. What would still be passed over, or be shown without being tested, is an error.
"""

from __future__ import annotations

import functools
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from markdown import Markdown
from markdown.extensions.attr_list import get_attrs
from mkdocs.config.defaults import MkDocsConfig
from pygments.lexers.python import PythonConsoleLexer, PythonLexer
from pymdownx.snippets import SnippetMissingError, SnippetPreprocessor
from pymdownx.superfences import RE_NESTED_FENCE_START

TICKS = "`" * 40  # how every fence is spelled: no line of code ends it early
OUTPUT = "pytest-codeblocks:expected-output"
CONT = "pytest.mark.cont"  # how `cont` is spelled: the extractor keeps marks with their own block
DIRECTIVE = re.compile(r"<!--[-\s]*(pytest[-.].*?)[-\s]*-->")
XFAIL = re.compile(r"pytest\.mark\.xfail\((?=.*\bstrict=True\b).*\braises=([\w.]+).*\)")
IMPORTS = re.compile(r"pytest-codeblocks:importorskip\([\w.]+\)")
KNOWN = (
    "use pytest-codeblocks:cont, pytest-codeblocks:expected-output, "
    "pytest-codeblocks:importorskip(module) or pytest.mark.xfail(raises=SomeError, strict=True)"
)


class PageError(Exception):
    """What is wrong with a page, on which line, what to do about it and the command to run next."""

    def __init__(self, page: Path, line: int, wrong: str, remedy: str, command: str = ""):
        command = command or f"pytest --codeblocks {shown(page)}"
        super().__init__(f"{shown(page)}, line {line}: {wrong}\n{remedy}, then run: {command}")


class Line(NamedTuple):
    """A line of an expanded page."""

    text: str
    number: int  # of the page's line that it came from
    include: str = ""  # what that line included: "accumulation/ledger.py:step"


class Reader:
    """Reads one page, and remembers where in it it is."""

    def __init__(self, page: Path):
        self.page, self.snippets = page, _snippets(root(page))
        self.number = 0  # of the present line
        self.closing = ""  # the line that ends the present fence
        self.python = False  # is the present fence Python, or was the last one?
        self.pending: list[str] = []  # directives that wait for their fence

    def error(self, wrong: str, remedy: str, command: str = "") -> PageError:
        """An error on the present line."""
        return PageError(self.page, self.number, wrong, remedy, command)

    def lines(self) -> Iterator[Line]:
        """The page as the extractor reads it.

        Raises:
            PageError: the page shows code that could not be tested as shown.
        """
        for text in self.page.read_text(encoding="utf-8").split("\n"):
            self.number += 1
            include = self.snippets.RE_ALL_SNIPPETS.match(text)
            if include and not include["escape"]:
                yield from self.included(include)
            else:
                spelled = self.inside(text) if self.closing else self.outside(text)
                yield Line(spelled, self.number)
        if self.closing:
            raise self.error("the last fence is never closed", f"close it with {self.closing}")
        if self.pending:
            raise self.error(f"{self.pending[-1]} has no fence after it", "remove it")

    def included(self, include: re.Match) -> Iterator[Line]:
        """What an include line brings to the page."""
        if include["block_marker"]:
            raise self.error("an include in block form", 'write --8<-- "file" on one line')
        name = include["snippet"][1:-1].strip()
        try:
            texts = self.snippets.run([include.group()])
            path = self.snippets.get_snippet_path(self.snippets.parse_snippet_target(name)["path"])
            sections = defaultdict(list)
            for line in self.snippets.read_lines(path):
                if (marker := self.snippets.match_section(line)) and not marker["escape"]:
                    sections[marker["name"]].append(marker["type"].lower())
        except (SnippetMissingError, OSError) as missing:
            remedy = "correct the include, or write what it names"
            raise self.error(f'include "{name}": {missing}', remedy) from None
        for section, markers in sections.items():
            if markers != ["start", "end"]:
                wrong = "is never closed" if "end" not in markers else f"has {', '.join(markers)}"
                raise self.error(
                    f'include "{name}": section "{section}" of {shown(Path(path))} {wrong}',
                    f"mark it once with [start:{section}] and, later, once with [end:{section}]",
                )
        for text in texts:
            if text.lstrip("> \t").startswith(("```", "~~~")) or DIRECTIVE.search(text):
                remedy = "fences and directives belong on the page"
                raise self.error(f'include "{name}" brings the line {text.strip()}', remedy)
            yield Line(text if self.closing else "", self.number, name)

    def inside(self, text: str) -> str:
        """A line of a fence."""
        if text.rstrip() == self.closing:
            self.closing = ""
            return text[: len(text) - len(text.lstrip())] + TICKS
        if self.python and text.strip():
            raise self.error(
                f"Python typed by hand: {text.strip()}",
                "move it to a program in snippets/<chapter>/ and include that here",
                "python -m scripts.outputs",
            )
        return text

    def outside(self, text: str) -> str:
        """A line that opens a fence, is a directive, or, as prose, nothing."""
        start = text.lstrip("> \t")
        indent = text[: len(text) - len(start)]
        header = RE_NESTED_FENCE_START.match(start)
        if not header or "`" in (header["unrecognized"] or ""):
            return self.directive(text)
        classes = [value for key, value in get_attrs(header["attrs"] or "") if key == "."]
        language = (header["lang"] or next(iter(classes), "")).lower()
        python = language in PythonLexer.aliases
        if header["unrecognized"]:
            raise self.error(f"the site cannot read the fence {start}", 'write ```python title="…"')
        if language in PythonConsoleLexer.aliases:
            raise self.error("a console session does not run", "show a program and its output")
        if ">" in indent:
            if python:
                raise self.error("Python in a quotation is not run", "use an admonition")
            return ""
        waiting, self.pending = self.pending, []
        if (OUTPUT in waiting) if python else (waiting and waiting != [OUTPUT]):
            raise self.error(f"{waiting[0]} is not for this fence", "put it right before its own")
        if waiting and not python and not self.python:
            raise self.error("expected-output has no Python fence right before it", "move it there")
        self.python, self.closing = python, indent + header["fence"]
        return indent + TICKS + ("python" if python else "")

    def directive(self, text: str) -> str:
        """An HTML comment for pytest; nothing, if it is none."""
        found = DIRECTIVE.fullmatch(text.strip())
        if not found:
            if DIRECTIVE.search(re.sub("`[^`]*`", "", text)):
                raise self.error("a pytest comment within a line is ignored", "give it its own")
            return ""
        said = re.sub(r":\s*", ":", found[1], count=1)
        if not (said in (OUTPUT, "pytest-codeblocks:cont") or IMPORTS.fullmatch(said)):
            if re.search(r"[.:]skip", said):
                raise self.error(f"{said}: what is shown must run", "remove it")
            if not XFAIL.fullmatch(said):
                raise self.error(f"{said} is not known here", KNOWN)
        self.pending.append(said)
        return f"<!--{CONT if said.endswith(':cont') else said}-->"


def root(page: Path) -> Path:
    """The folder of the mkdocs.yml that a page or snippet belongs to."""
    return next(folder for folder in page.absolute().parents if (folder / "mkdocs.yml").exists())


def shown(page: Path) -> str:
    """The path of a page or snippet as errors show it, from its root."""
    return page.absolute().relative_to(root(page)).as_posix()


@functools.cache
def _snippets(root: Path) -> SnippetPreprocessor:
    """The site's own preprocessor, with the options in its mkdocs.yml."""
    config = MkDocsConfig(config_file_path=str(root / "mkdocs.yml"))
    with open(root / "mkdocs.yml", "rb") as file:
        config.load_file(file)
    name = "pymdownx.snippets"
    extensions = [e for e in config["markdown_extensions"] if isinstance(e, dict)]
    options = next(extension[name] for extension in extensions if name in extension)
    bases = options["base_path"]
    bases = [bases] if isinstance(bases, str | os.PathLike) else bases
    options["base_path"] = [str(root / base) for base in bases]
    options["auto_append"] = []  # it belongs below the page, not below each include
    options["check_paths"] = True
    return Markdown(extensions=[name], extension_configs={name: options}).preprocessors["snippet"]
