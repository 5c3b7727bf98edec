"""What a page says of a program on other versions of torch, below its footer.

In sight: since when it runs, and where it prints another result without an error. In a fold: the
words that other versions have for the same message.
"""

from __future__ import annotations

from scripts.files import Fault
from scripts.programs import is_program
from scripts.versions import UNKNOWN, Verdict, Versions, key, minor

OLDEST = (2, 0)  # what was before stands on the page "Versions" alone
CLASS = "{: .elsewhere data-search-exclude }"


def verified(name: str, versions: Versions) -> str:
    """ "2.4 to 2.15": the versions on which the program `name` prints what the page shows."""
    good = [v for v, found in versions.of(name).items() if found.kind in ("same", "more")]
    return versions.span(good) if len(good) > 1 else versions.pinned


def notes(name: str, versions: Versions) -> str:
    """What stands below the footer of the program `name`; nothing if it does the same since 2.0."""
    groups: dict[Verdict, list[str]] = {}
    for version, found in versions.of(name).items():
        if key(version) >= OLDEST:
            groups.setdefault(found, []).append(version)
    lines, folds = [], []
    for found, where in groups.items():
        span = versions.span(where)
        if found.kind == "raised":
            lines.append(f"{_needs(name, where, versions)} {span}: {code(found.error)}.")
        elif found.kind == "other":
            lines.insert(
                0, f"**Another result on torch {span}, without an error:** {_other(found)}."
            )
        elif found.kind == "worded":
            folds.append(_fold(span, found))
    if unknown := groups.get(UNKNOWN):
        lines.append(f"Not run as it is now on {versions.span(unknown)}.")
    text = f"{' '.join(lines)}\n{CLASS}\n" if lines else ""
    if lines and lines[0].startswith("**"):
        text = text.replace(".elsewhere", ".elsewhere .other")
    return "\n".join(filter(None, [text, *folds]))


def _needs(name: str, where: list[str], versions: Versions) -> str:
    """ "Needs torch 2.4; on", where all that fail come before all others."""
    later = [v for v in versions.all if key(v) > key(where[-1])]
    kinds = [versions.of(name)[v].kind for v in later]
    if later and kinds[0] != "unknown" and "raised" not in kinds:
        return f"Needs torch {minor(later[0])}; on"
    return "It raises on"


def _other(found: Verdict) -> str:
    here, there = (" ".join(line.split()) for line in found.lines[0])
    if not there:
        return f"there is no line {code(here)}"
    return f"{code(there)}" + (f" for {code(here)}" if here else " comes on top")


def _fold(span: str, found: Verdict) -> str:
    lines = [f"    {there}".rstrip() for _, there in found.lines if there.strip()]
    head = f'??? lines "In the words of torch {span}"'
    return "\n".join([head, "", "    ``` { .text .elsewhere }", *lines, "    ```", ""])


def code(line: str) -> str:
    """A line as code in a sentence, whatever ticks are in it."""
    return f"`` {line} ``" if "`" in line else f"`{line}`"


def since(name: str, versions: Versions, again: str) -> str:
    """The version since which the program `name` prints what it prints here.

    Raises:
        Fault: there is no such program, or the records do not agree on it.
    """
    if not is_program(name):
        what = f"there is no program snippets/{name}; correct the name in since(…)"
        raise Fault(name, what, again)
    return versions.since(name, again)
