"""The parts of a page that are made of recorded runs: figure, program footer, claim mark, proof."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from scripts.claims import Proof
from scripts.programs import SNIPPETS, announced
from scripts.runs import GENERATED, ROOT, Runs
from scripts.sources import chapter_functions

FIGURES = ROOT / "scripts" / "figures"
DOWNLOADS = {
    "light.svg": "SVG, light",
    "dark.svg": "SVG, dark",
    "light.png": "PNG, light",
    "dark.png": "PNG, dark",
    "light.pdf": "PDF",
}
DURATIONS = ((2, "under 2 seconds"), (10, "under 10 seconds"), (60, "under a minute"))
Text = Callable[[str], str]


class PageError(Exception):
    """Something a page asks for that cannot be had; the message says what to do next."""


def figure(name: str, runs: Runs, link: Text, fill: Text, markdown: Text) -> str:
    """The figure `name` as HTML: drawing, caption, data, downloads, how to make it again.

    Args:
        name: "<chapter>/<figure>".
        link: turns a path of the site into a link from this page.
        fill: fills the recorded numbers into a text.
        markdown: the same, and renders it.

    Raises:
        PageError: there is no such figure, or it is not drawn.
    """
    drawn = chapter_functions(FIGURES)
    chapter = name.split("/")[0]
    if name not in drawn:
        raise PageError(
            f"there is no figure {name!r}; write it in scripts/figures/{chapter}.py. "
            f"The figures are: {', '.join(drawn)}"
        )
    function, svg = drawn[name], GENERATED / f"{name}.svg"
    if not svg.exists():
        raise PageError(f"figure {name} is not drawn; run: python -m scripts.record --only {name}")
    caption, _, alternative = function.docstring.partition("\n\nAlt: ")
    words = html.escape(" ".join(fill(alternative).split()))
    drawing = svg.read_text(encoding="utf-8").replace('aria-label=""', f'aria-label="{words}"', 1)
    record = runs.record(f"{chapter}/{function.parameters[0]}")
    files = {f"{chapter}/{run}.json": f"data: {run}" for run in function.parameters}
    files[f"{chapter}/figures.py"] = f"drawn by {function.name}()"
    files |= {f"{name}.{kind}": words for kind, words in DOWNLOADS.items()}
    links = " · ".join(
        f'<a href="{link(f"generated/{file}")}">{words}</a>' for file, words in files.items()
    )
    return (
        f'<figure class="zg" id="figure-{name.replace("/", "-")}">\n{_compact(drawing)}\n'
        f"<figcaption>{_compact(markdown(caption))}\n"
        '<details class="source" data-search-exclude>'
        "<summary>Data, downloads, and how to make it again</summary>"
        f"<p>Recorded with torch {_torch(record)} on the {record['device']['type'].upper()} that "
        f"built this page.</p><p>{links}</p>"
        f"<p><code>python -m scripts.record --force --only {name}</code></p>"
        "</details></figcaption>\n</figure>\n"
    )


def program(name: str, runs: Runs, link: Text, page: str) -> str:
    """The footer of the program `name`: path, run time, torch version, download.

    Where `page`, the text of the page, shows it in parts, also a button that copies it whole.
    """
    path = SNIPPETS / name
    if not path.exists():
        raise PageError(f"there is no program snippets/{name}; mend the name in program(…)")
    record, text = runs.record(name), path.read_text(encoding="utf-8")
    verb = "raises as announced" if announced(text) else "verified"
    copy = f'<button type="button" data-clipboard-text="{html.escape(text)}">copy it whole</button>'
    in_parts = f'--8<-- "{name}:' in page
    return (
        f'<p class="program" data-search-exclude><code>{name}</code> '
        f"<span>runs in {lasted(record)} · {verb} with torch {_torch(record)}</span>"
        f' <a href="{link(f"generated/{name}")}" download>download</a>'
        f"{' ' + copy if in_parts else ''}</p>"
    ).replace("\n", "&#10;")


def lasted(record: dict) -> str:
    """How long a run took, in words so coarse that two builds agree on them."""
    return next((words for limit, words in DURATIONS if record["seconds"] < limit), "some minutes")


def mark(proof: Proof, link: Text) -> str:
    """The mark beside a claim: a plain link to its proof."""
    sentence, target = html.escape(proof.sentence), link(f"proofs/#{_anchor(proof.name)}")
    return (
        f'<a class="proof" data-search-exclude href="{target}" title="Proof: {sentence}" '
        f'aria-label="Proof: {sentence}">✓</a>'
    )


def proof(proof: Proof, places: list[str]) -> str:
    """A claim on the Proofs page, in Markdown: sentence, assertion, values seen, command."""
    seen = "\n".join(f"    | `{path}` | {_brief(v)} |" for path, v in proof.seen.items())
    pages = dict.fromkeys(place.split(":")[0] for place in places)
    claimed = [
        f"[{page}]({page.removeprefix('docs/')})" if page.startswith("docs/") else f"`{page}`"
        for page in pages
    ]
    return (
        f'<h3 id="{_anchor(proof.name)}">{html.escape(proof.sentence)}</h3>\n\n'
        f"```python\n{proof.code}\n```\n\n"
        f'??? note "What it saw in this build"\n\n'
        f"    | value | recorded |\n    |---|---|\n{seen}\n\n"
        f"Claimed in {' and '.join(claimed)}. Check it: `{proof.command}`"
    )


def _anchor(name: str) -> str:
    return name.replace("/", "-")


def _torch(record: dict) -> str:
    return record["versions"]["torch"].split("+")[0]


def _compact(markup: str) -> str:
    """`markup` without the indentation and empty lines that would end a block of raw HTML."""
    return re.sub(r"\n\s*", "\n", markup.strip())


def _brief(value) -> str:
    """`value` in a line: of a long list, its length, its ends and its extremes."""
    if isinstance(value, list) and len(value) > 8:
        numbers = [v for v in value if isinstance(v, int | float)]
        span = f", from {min(numbers):g} to {max(numbers):g}" if numbers else ""
        return f"{len(value)} values: {value[0]} … {value[-1]}{span}"
    return html.escape(str(value))
