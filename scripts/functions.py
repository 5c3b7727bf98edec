"""What the public functions of a file are, read from its text: no import, so no torch."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from pathlib import Path

from scripts.files import SNIPPETS, Fault, read, shown


@dataclass(frozen=True)
class Function:
    """A public function: where it stands, what it takes, what it says and its text."""

    name: str
    path: Path
    line: int
    parameters: tuple[str, ...]
    docstring: str
    code: str  # without the docstring

    @property
    def place(self) -> str:
        """ "scripts/figures/accumulation.py:12", for messages."""
        return f"{shown(self.path)}:{self.line}"


def functions(path: Path) -> dict[str, Function]:
    """The public top-level functions of the file at `path`, in file order.

    Raises:
        Fault: the file is not valid Python.
    """
    return _functions(path, read(path))


@functools.cache  # a build asks for the same file a hundred times
def _functions(path: Path, text: str) -> dict[str, Function]:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise Fault(
            f"{shown(path)}:{error.lineno}", f"is not valid Python: {error.msg}", "make site"
        ) from None
    lines = text.splitlines()
    return {
        node.name: Function(
            name=node.name,
            path=path,
            line=node.lineno,
            parameters=tuple(a.arg for a in (*node.args.args, *node.args.kwonlyargs)),
            docstring=ast.get_docstring(node) or "",
            code=_code(node, lines),
        )
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def _code(node: ast.FunctionDef, lines: list[str]) -> str:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    if ast.get_docstring(node) is None:
        return "\n".join(lines[first - 1 : node.end_lineno])
    words = node.body[0]
    kept = [*lines[first - 1 : words.lineno - 1], *lines[words.end_lineno : node.end_lineno]]
    return "\n".join(kept)


def chapters() -> list[str]:
    """The chapters: each folder of snippets/, under the one name that it has everywhere.

    Raises:
        Fault: such a name cannot name a Python file.
    """
    found = sorted(p.name for p in SNIPPETS.iterdir() if p.is_dir() and any(p.glob("*.py")))
    for name in found:
        if not name.isidentifier():
            what = f"a chapter's name is a Python identifier: {name!r} is none; rename the folder"
            raise Fault(f"snippets/{name}", what, "make site")
    return found


def chapter_functions(folder: Path) -> dict[str, Function]:
    """The public functions of every chapter's file in `folder`, by "<chapter>/<name>"."""
    return {
        f"{chapter}/{name}": function
        for chapter in chapters()
        if (folder / f"{chapter}.py").exists()
        for name, function in functions(folder / f"{chapter}.py").items()
    }


def chapterless(folder: Path, machinery: set[str]) -> list[Fault]:
    """A fault for each file of `folder` that no chapter has and that is no machinery."""
    return [
        Fault(
            shown(path),
            f"no chapter has this name; write a program in snippets/{path.stem}/, or rename it",
            "make site",
        )
        for path in sorted(folder.glob("*.py"))
        if path.stem not in machinery | set(chapters())
    ]
