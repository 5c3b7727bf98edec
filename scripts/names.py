"""One grammar of names for every command: "accumulation", "accumulation/ledger", or with .py."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from scripts.files import Fault

FOLDERS = ("snippets/", "docs/chapters/", "docs/", "chapters/")
ENDINGS = (".py", ".out", ".svg", ".md")


def bare(name: str) -> str:
    """`name` without the folder that it lies in and without its ending."""
    for folder in FOLDERS:
        name = name.removeprefix(folder)
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name.rstrip("/")


def chosen(asked: Iterable[str], known: Iterable[str], command: str) -> list[str]:
    """The names among `known` that `asked` means, in the order of `known`; all, if it is empty.

    A name means itself, with or without its ending; a chapter means all that it holds. With its
    ending, it means that file alone where there is one.

    Raises:
        Fault: one of `asked` means none; the three nearest are named.
    """
    known, found = list(known), set()
    for name in asked:
        exact = {other for other in known if other in (name, name.removeprefix("snippets/"))}
        wide = {other for other in known if _means(bare(name), bare(other))}
        meant = exact if exact and name.endswith(ENDINGS) else wide
        if not meant:
            near = get_close_matches(bare(name), [bare(other) for other in known], 3, 0.3)
            near = list(dict.fromkeys(near)) or sorted({bare(o).partition("/")[0] for o in known})
            what = f"there is nothing of this name; near it are {', '.join(near)}"
            raise Fault(name, what, f"python -m scripts {command} {near[0]}")
        found |= meant
    return [name for name in known if name in found] if found else known


def _means(asked: str, name: str) -> bool:
    return name == asked or name.startswith(f"{asked}/")
