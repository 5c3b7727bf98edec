"""What a page shows is what runs: the Python blocks of a woven page, for every test that asks.

A woven page spells its fences in one way, and `collect` hands it to pytest-codeblocks'
`extract_from_buffer` with their titles taken off, which that passes over, and joins what it finds
into programs. A fence of class `assertion` is code of tests/claims, and its test is test_claims.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from pytest_codeblocks import extract_from_buffer

HEADER = re.compile(r"^(\s*`{3,})(?:python|\{ \.python(?P<classes>(?: \.\w+)*))(?P<rest>.*)$")
TICKS = re.compile(r"^\s*`{3,}")
TITLE = re.compile(r'title="([\w/]+\.py)')
CONT = "pytest.mark.cont"  # how `cont` is spelled: the extractor keeps marks with their own block
XFAIL = re.compile(r"pytest\.mark\.xfail\(raises=([\w.]+), strict=True\)")


@dataclass
class Fence:
    """A Python fence: one piece of code on the page."""

    line: int  # the page's line that opens it
    code: str


@dataclass
class Block:
    """What runs as one program: a Python fence and those that continue it."""

    page: Path
    program: str  # "accumulation/ledger.py"
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
    def places(self) -> list[int]:
        """The page's line of each line of `code`."""
        return [fence.line + 1 + i for fence in self.fences for i in range(fence.code.count("\n"))]

    @property
    def raises(self) -> str | None:
        """The exception that its xfail mark announces, by the name that Python prints."""
        return next((found[1] for mark in self.marks if (found := XFAIL.fullmatch(mark))), None)


def collect(page: Path) -> list[Block]:
    """The Python blocks of a woven page, in order."""
    lines, titles, inside = [], {}, ""  # inside: of which fence, by its indented ticks
    for number, line in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
        header, ticks = HEADER.match(line), TICKS.match(line)
        if ticks:
            inside = "" if inside and line.rstrip() == inside else inside or ticks[0]
        if inside and not line.strip():  # the extractor drops a line that is not indented
            line = inside[: len(inside) - len(inside.lstrip())]
        if header:
            title = TITLE.search(header["rest"])
            titles[number] = title[1] if title else ""
            shown_only = "assertion" in (header["classes"] or "")
            line = header[1] + ("" if shown_only else "python")
        lines.append(line.replace("pytest-codeblocks:cont", CONT))
    blocks: list[Block] = []
    text = io.StringIO("".join(f"{line}\n" for line in lines))
    for found in extract_from_buffer(text, max_num_lines=len(lines) + 2):
        if found.syntax != "python":
            continue
        fence = Fence(found.lineno, found.code)
        if CONT in found.marks:
            blocks[-1].fences.append(fence)
        else:
            blocks.append(Block(page, titles[found.lineno], [fence]))
        block = blocks[-1]
        block.marks += [mark for mark in found.marks if mark != CONT]
        block.importorskip = found.importorskip or block.importorskip
        if found.expected_output is not None:
            block.expected_output = found.expected_output
    return blocks
