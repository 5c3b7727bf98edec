"""The page "Versions": what all programs do on each recorded version, as a table and a matrix."""

from __future__ import annotations

import html
from itertools import groupby

from scripts.programs import all_programs
from scripts.versions import Verdict, Versions, key, minor
from scripts.weave.elsewhere import OLDEST, code

BEFORE = 3  # the last heading
SIGNS = {"same": "✓", "more": "✓", "worded": "≈", "other": "≠", "raised": "✕", "unknown": "?"}
WORDS = {
    "same": "prints this",
    "more": "prints this, and lines of torch's own",
    "worded": "the same message in other words",
    "other": "another result, without an error",
    "raised": "raises",
    "unknown": "not run",
}


def counts(versions: Versions) -> str:
    """A table: of how many programs each version does what, newest first."""
    rows = [
        "| torch | the same | in other words | another result, no error | raises | not run |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for version in reversed(versions.all):
        kinds = [versions.of(name)[version].kind for name in all_programs()]
        same = kinds.count("same") + kinds.count("more")
        others = [kinds.count(kind) for kind in ("worded", "other", "raised", "unknown")]
        rows.append(f"| {version} | {' | '.join(map(str, [same, *others]))} |")
    return "\n".join(rows)


def matrix(versions: Versions) -> str:
    """A table of the programs that do not do the same everywhere: a row each, a bar a behaviour."""
    heads = "".join(f'<th scope="col">{minor(version)}</th>' for version in versions.all)
    out = [
        '<div class="matrix" tabindex="0" role="region" aria-label="The matrix">',
        '<table class="bars">',
    ]
    out.append(f'<thead><tr><th scope="col">program</th>{heads}</tr></thead>')
    found = [name for name in all_programs() if _cause(versions.of(name))]
    by_cause = sorted(found, key=lambda name: (_cause(versions.of(name)), name))
    for cause, names in groupby(by_cause, key=lambda name: _cause(versions.of(name))):
        wide = len(versions.all) + 1
        title = html.escape(cause[1]).replace("\0", "<code>").replace("\1", "</code>")
        out.append(f'<tbody><tr><th colspan="{wide}" scope="rowgroup">{title}</th></tr>')
        for name in names:
            cells = "".join(_bars(versions.of(name)))
            out.append(f'<tr><th scope="row"><code>{name}</code></th>{cells}</tr>')
        out.append("</tbody>")
    return "\n".join([*out, "</table>", "</div>"])


def alike(versions: Versions) -> int:
    """How many programs print the same on every version since 2.0."""
    return sum(
        all(found.kind in ("same", "more") for v, found in did.items() if key(v) >= OLDEST)
        for did in map(versions.of, all_programs())
    )


def records(versions: Versions, link) -> str:
    """Links to the records."""
    names = [f"[{v}]({link(f'recorded/versions/{v}.json')})" for v in versions.records]
    return "Records: " + " · ".join(names) + "."


def _bars(verdicts: dict[str, Verdict]) -> list[str]:
    """The cells of a row; neighbouring versions that do the same share one."""
    bars = []
    alike = groupby(
        verdicts.values(), key=lambda v: ("same" if v.kind == "more" else v.kind, v.error)
    )
    for (kind, error), group in alike:
        width = len(list(group))
        span = f' colspan="{width}"' if width > 1 else ""
        title = html.escape(error or WORDS[kind])
        bars.append(f'<td{span} class="{kind}" title="{title}">{SIGNS[kind]}</td>')
    return bars


def _cause(verdicts: dict[str, Verdict]) -> tuple[int, str] | None:
    """The heading under which a program comes; None if it does the same on every version."""
    since_2 = [found for version, found in verdicts.items() if key(version) >= OLDEST]
    kinds = {found.kind for found in since_2}
    if "other" in kinds:
        return (0, "Another result, without an error")
    if "raised" in kinds:
        error = [found.error for found in since_2 if found.error][-1]
        return (1, f"Raises \0{error}\1")
    if "worded" in kinds:
        return (2, "The same message in other words")
    before = {found.kind for found in verdicts.values()} - {"same", "more", "unknown"}
    return (BEFORE, "Other before 2.0, where zeros were the default") if before else None


def missing(versions: Versions) -> str:
    """A table of what older versions lack: the message, since when it works, and for whom."""
    lacks: dict[str, list[str]] = {}
    for name in all_programs():
        failed = [v for v, found in versions.of(name).items() if found.kind == "raised"]
        if failed and key(failed[-1]) >= OLDEST:
            lacks.setdefault(versions.of(name)[failed[-1]].error, []).append(name)
    rows = ["| since | message before | programs |", "|---|---|---|"]
    for error, names in sorted(lacks.items(), key=lambda item: (-len(item[1]), item[0])):
        firsts = {_works(versions, name) for name in names}
        shown = f"`{names[0]}`" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        rows.append(f"| {', '.join(sorted(firsts))} | {code(error)} | {shown} |")
    return "\n".join(rows)


def _works(versions: Versions, name: str) -> str:
    failed = [v for v, found in versions.of(name).items() if found.kind == "raised"]
    later = [v for v in versions.all if key(v) > key(failed[-1])]
    return minor(later[0]) if later else "no version yet"
