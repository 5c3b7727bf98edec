"""What the public functions of a file are, read from its text: no import, so no torch."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from pathlib import Path

from scripts.runs import ROOT, RunError, digest, shown


@dataclass(frozen=True)
class Function:
    """A public function: where it stands, its text, and a digest of all of the file it can use."""

    name: str
    path: Path
    line: int
    parameters: tuple[str, ...]
    docstring: str
    source: str
    code: str  # the source without the docstring
    digest: str


def functions(path: Path) -> dict[str, Function]:
    """The public top-level functions of the file at `path`, in file order.

    A function's digest covers its own text and everything in the file but the other public
    functions, so that editing one of them leaves the others fresh.

    Raises:
        RunError: the file is not valid Python.
    """
    return _functions(path, path.read_text(encoding="utf-8"))


@functools.cache  # a build asks for the same file a hundred times
def _functions(path: Path, text: str) -> dict[str, Function]:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise RunError(f"{shown(path)}:{error.lineno} is not valid Python: {error.msg}") from None
    lines = text.splitlines()

    def is_public(node: ast.stmt) -> bool:
        return isinstance(node, ast.FunctionDef) and not node.name.startswith("_")

    def body(node: ast.stmt) -> str:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        return "\n".join(lines[first - 1 : node.end_lineno])

    def code(node: ast.FunctionDef) -> str:
        if ast.get_docstring(node) is None:
            return body(node)
        words = node.body[0]
        return "\n".join(
            [*lines[node.lineno - 1 : words.lineno - 1], *lines[words.end_lineno : node.end_lineno]]
        )

    shared = "\n".join(body(node) for node in tree.body if not is_public(node))
    return {
        node.name: Function(
            name=node.name,
            path=path,
            line=node.lineno,
            parameters=tuple(a.arg for a in (*node.args.args, *node.args.kwonlyargs)),
            docstring=ast.get_docstring(node) or "",
            source=body(node),
            code=code(node),
            digest=digest(shared + body(node)),
        )
        for node in tree.body
        if is_public(node)
    }


def chapter_functions(folder: Path) -> dict[str, Function]:
    """The public functions of every chapter's file in `folder`, by "<chapter>/<name>".

    A chapter is what has a folder in snippets/; other files in `folder` are machinery.
    """
    return {
        f"{path.stem}/{name}": function
        for path in sorted(folder.glob("*.py"))
        if (ROOT / "snippets" / path.stem).is_dir()
        for name, function in functions(path).items()
    }
