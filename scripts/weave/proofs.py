"""The mark beside a claim, and the page of all claims with what proves them."""

from __future__ import annotations

import html

from scripts.files import DOCS, ROOT
from scripts.weave.claims import Checker, Proof, assertions, marks, mismatches
from scripts.weave.words import quoted


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
    places, shown = marks(), []
    for name in assertions():
        heading = f"## {name.split('/')[0].capitalize()}"
        shown += [] if heading in shown else [heading]
        shown.append(_proof(checker.proof(name), places[name], link))
    return "\n\n".join(shown)


def _proof(proof: Proof, places: list[str], link) -> str:
    seen = "\n".join(f"    | `{path}` | {_brief(v)} |" for path, v in proof.seen.items())
    claimed, ends = [], f"Where this ends: {proof.ends}\n\n" if proof.ends else ""
    for path in dict.fromkeys(place.rpartition(":")[0] for place in places):
        uri = (ROOT / path).relative_to(DOCS).as_posix() if path.startswith("docs/") else ""
        claimed.append(f"[{path}]({link(uri)})" if uri else f"`{path}`")
    return (
        f'<h3 id="{anchor(proof.name)}">{html.escape(proof.sentence)}</h3>\n\n'
        f"{ends}```{{ .python .assertion }}\n{proof.code}\n```\n\n"
        f'??? note "What it saw in this build"\n\n'
        f"    | value | recorded |\n    |---|---|\n{seen}\n\n"
        f"Claimed in {' and '.join(claimed)}. Check it: `{proof.command}`"
    )


def _brief(value) -> str:
    """`value` in a line: of a long list, its length, its ends and its extremes."""
    if isinstance(value, list) and len(value) > 8:
        numbers = [v for v in value if isinstance(v, int | float)]
        span = f", from {min(numbers):g} to {max(numbers):g}" if numbers else ""
        return f"{len(value)} values: {value[0]} … {value[-1]}{span}"
    return html.escape(str(value))
