"""The mark beside a claim, what opens at a touch of it, and the page of all claims."""

from __future__ import annotations

import html
import json
import re

from scripts.files import DRAWERS, PAGES, write
from scripts.functions import chapter_functions
from scripts.pages import markdown
from scripts.records import Missing
from scripts.weave.claims import MARK, Checker, Proof, assertions, mismatches
from scripts.weave.words import quoted

DRAWN = re.compile(r"""\[= *figure\(\s*["']([\w/]+)["']""")
VALUES = 4  # of what an assertion saw, those that the mark itself shows


def anchor(name: str) -> str:
    """The anchor of a claim on the page of proofs."""
    return name.replace("/", "-")


def mark(proof: Proof, proofs: str) -> tuple[str, str]:
    """The mark beside a claim, in Markdown, and the address that it is defined as.

    `proofs`: the address of the page of proofs, as this page links to it.
    """
    name = anchor(proof.name)
    return f"[✓][{name}]", f'{proofs}#{name} "Proof: {quoted(proof.sentence)}"'


def page(checker: Checker, link) -> str:
    """Every claim of the site: its assertion, the values it saw in this build, its command.

    Raises:
        Fault: a mark has no assertion, or an assertion no mark.
    """
    for fault in mismatches():
        raise fault
    places, shown = _places(), []
    for name in assertions():
        heading = f"## {name.split('/')[0].capitalize()}"
        shown += [] if heading in shown else [heading]
        shown.append(_proof(checker.proof(name), places.get(name, []), link))
    return "\n\n".join(shown)


def publish(checker: Checker) -> None:
    """Write what a touch of a mark opens, docs/assets/popovers.js: values and how many there are.

    A script, because a page that was opened from disk may load nothing else.
    """
    seen = {}
    for name in assertions():
        try:
            values = checker.proof(name).seen
        except Missing:
            continue
        first = [[path, _brief(value)] for path, value in list(values.items())[:VALUES]]
        seen[anchor(name)] = [first, len(values)]
    text = json.dumps(seen, ensure_ascii=False, separators=(",", ":"))
    write(PAGES / "assets" / "proofs.js", f"zeroGradProofs = {text}\n")


def _places() -> dict[str, list[tuple[str, str]]]:
    """Title and file of each page that marks a claim, captions of its figures included."""
    captions = {name: drawer.docstring for name, drawer in chapter_functions(DRAWERS).items()}
    found: dict[str, list[tuple[str, str]]] = {}
    for page in markdown():
        figures = [captions.get(name, "") for name in DRAWN.findall(page.text)]
        for name in dict.fromkeys(MARK.findall("".join([page.text, *figures]))):
            found.setdefault(name, []).append((page.title, page.uri))
    return found


def _proof(proof: Proof, places: list[tuple[str, str]], link) -> str:
    seen = "\n".join(
        f"    | `{path}` | {html.escape(_brief(v))} |" for path, v in proof.seen.items()
    )
    ends = f"Where this ends: {proof.ends}\n\n" if proof.ends else ""
    claimed = [f"[{title}]({link(uri)}#at-{anchor(proof.name)})" for title, uri in places]
    return (
        f'<h3 id="{anchor(proof.name)}">{html.escape(proof.sentence)}</h3>\n\n'
        f"{ends}```{{ .python .assertion }}\n{proof.code}\n```\n\n"
        f'??? note "What it saw in this build"\n\n'
        f"    | value | recorded |\n    |---|---|\n{seen}\n\n"
        f"Back to the sentence: {', '.join(claimed)}. Check it: `{proof.command}`"
    )


def _brief(value) -> str:
    """`value` in a line: of a long list, its length, its ends and its extremes."""
    if isinstance(value, list) and len(value) > 8:
        numbers = [v for v in value if isinstance(v, int | float)]
        span = f", from {min(numbers):g} to {max(numbers):g}" if numbers else ""
        return f"{len(value)} values: {value[0]} … {value[-1]}{span}"
    return str(value)
