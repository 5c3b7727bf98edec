"""What a page shows is what runs: the Python blocks of a page, for every test that asks.

`collect` needs no pytest. It hands pytest-codeblocks' `extract_from_buffer` a page as
`tests.reader` spells it, and joins what the extractor finds into programs.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from pytest_codeblocks import extract_from_buffer

from tests.reader import CONT, XFAIL, Line, PageError, Reader

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Fence:
    """A Python fence: one piece of code on the page."""

    line: int  # the page's line that opens it
    lines: list[Line]

    @property
    def code(self) -> str:
        """The code as shown."""
        return "".join(f"{line.text}\n" for line in self.lines)


@dataclass
class Block:
    """What runs as one program: a Python fence and those that continue it."""

    page: Path
    fences: list[Fence]
    expected_output: str | None = None
    marks: list[str] = field(default_factory=list)
    importorskip: str | None = None

    @property
    def line(self) -> int:
        """The page's line that opens the block."""
        return self.fences[0].line

    @property
    def code(self) -> str:
        """The whole program."""
        return "".join(fence.code for fence in self.fences)

    @property
    def lines(self) -> list[Line]:
        """The lines of `code`, each with its place on the page."""
        return [line for fence in self.fences for line in fence.lines]

    @property
    def includes(self) -> list[str]:
        """What the page includes to show it, in order: "accumulation/ledger.py:data", …"""
        return list(dict.fromkeys(line.include for line in self.lines if line.include))

    @property
    def program(self) -> str:
        """The program that it shows: "accumulation/ledger.py"."""
        return self.includes[0].partition(":")[0]

    @property
    def raises(self) -> str | None:
        """The exception that its xfail mark announces, by the name that Python prints."""
        return next((XFAIL.fullmatch(mark)[1] for mark in self.marks), None)


def is_page(path: Path, root: Path = ROOT) -> bool:
    """Is this a page of the site at `root`, written by its authors and not by a script?"""
    docs = root / "docs"
    written = {docs / "generated", docs / "recorded"}
    return path.suffix == ".md" and docs in path.parents and written.isdisjoint(path.parents)


def pages(root: Path = ROOT) -> list[Path]:
    """The pages of the site at `root`."""
    return sorted(path for path in (root / "docs").rglob("*.md") if is_page(path, root))


def collect(page: Path) -> list[Block]:
    """The Python blocks of a page, in order.

    Raises:
        PageError: the page shows code that could not be tested as shown.
    """
    lines, blocks = list(Reader(page).lines()), []
    text = io.StringIO("".join(f"{line.text}\n" for line in lines))
    for found in extract_from_buffer(text, max_num_lines=len(lines) + 2):
        if found.syntax != "python":
            continue
        opening = lines[found.lineno - 1].number
        # The extractor has taken away the fence's own indentation; the places stay.
        code = zip(lines[found.lineno :], found.code.split("\n")[:-1], strict=False)
        fence = Fence(opening, [line._replace(text=text) for line, text in code])
        if not fence.code.strip():
            raise PageError(page, opening, "an empty Python fence", "include a program in it")
        if CONT not in found.marks:
            blocks.append(Block(page, [fence]))
        elif blocks:
            blocks[-1].fences.append(fence)
        else:
            raise PageError(page, opening, "cont, but nothing to continue", "remove it")
        block = blocks[-1]
        block.marks += [mark for mark in found.marks if mark != CONT]
        block.importorskip = found.importorskip or block.importorskip
        if found.expected_output is not None:
            block.expected_output = (block.expected_output or "") + found.expected_output
    return blocks


def problems(root: Path = ROOT) -> list[str]:
    """What is wrong with the pages of the site at `root`: one message each, with place and remedy.

    Code that could not be tested as shown, and programs that no page shows.
    """
    found, included = [], set()
    for page in pages(root):
        try:
            included |= {block.program for block in collect(page)}
        except PageError as error:
            found.append(str(error))
    programs = {p.relative_to(root / "snippets").as_posix() for p in root.glob("snippets/*/*.py")}
    return found + [
        f"snippets/{name} is on no page; include it in docs/chapters/{name.split('/')[0]}.md, or "
        f"delete it, then run: python -m pytest tests/test_snippets.py"
        for name in sorted(programs - included)
        if not found  # a page that could not be read may show it
    ]
