"""The figures as a library: a card for each, the poster and its files, how to cite them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from scripts.figures import sheets
from scripts.runs import GENERATED, ROOT, Runs
from scripts.site import parts
from scripts.sources import chapter_functions

Text = Callable[[str], str]
SHEETS = {
    "svg": "SVG",
    "png": f"PNG, {sheets.PRINT} pixels wide",
    "screen.png": f"PNG, {sheets.SCREEN} pixels wide",
    "card.png": "PNG for a link, 1200 × 630",
    "a2.pdf": "PDF, A2",
    "a4.pdf": "PDF, A4",
}
ALTERNATIVE = (
    "A poster. Its title: .grad adds, zero_grad() starts again. Below it the ledger of four "
    "iterations, with and without the call; then four panels: the ball without friction, the 120 "
    "orders of the five lines, accumulating on purpose, zeros that still move a frozen layer; at "
    "the foot the two loops to copy. The page holds all of it in words."
)


def library(nav: list, runs: Runs, link: Text, fill: Text, markdown: Text) -> str:
    """A card for every figure of the site, in Markdown, chapter by chapter as in `nav`."""
    shown, order = [], str(nav)
    drawn = sorted(
        chapter_functions(parts.FIGURES).items(),
        key=lambda item: order.find(f"chapters/{item[0].split('/')[0]}.md"),
    )
    for name, function in drawn:
        chapter = name.split("/")[0]
        heading = f"## {chapter.capitalize()}"
        shown += [] if heading in shown else [heading]
        shown.append(_card(name, function, runs, link, fill, markdown))
    return "\n\n".join(shown)


def _card(name, function, runs, link, fill, markdown) -> str:
    caption, _, alternative = function.docstring.partition("\n\nAlt: ")
    words = html.escape(" ".join(fill(alternative).split()))
    claim = re.search(r"<p>(.*?)</p>", markdown(lead(caption)), re.DOTALL)[1]
    record = runs.record(f"{name.split('/')[0]}/{function.parameters[0]}")
    files = {f"{name}.{kind}": kind_words for kind, kind_words in parts.DOWNLOADS.items()}
    links = [f'<a href="{link(f"generated/{file}")}">{text}</a>' for file, text in files.items()]
    chapter = name.split("/")[0]
    data = [
        f'<a href="{link(f"generated/{chapter}/{run}.json")}">data: {run}</a>'
        for run in function.parameters
    ]
    code = f"{link(f'generated/{chapter}/figures.py')}"
    size = _size(name)
    pictures = "".join(
        f'<img src="{link(f"generated/{name}.{theme}.svg")}" class="only-{theme}" alt="{words}" '
        f'width="{size[0]}" height="{size[1]}" loading="lazy">'
        for theme in ("light", "dark")
    )
    versions, device = record["versions"], record["device"]
    return (
        f'<section class="card" id="{name.replace("/", "-")}">\n'
        f'<a href="{link(_page(name))}">{pictures}</a>\n'
        f"<div>\n<p>{claim}</p>\n"
        f"<p data-search-exclude>{' · '.join([*links, *data])} · "
        f'<a href="{code}">drawn by {function.name}()</a></p>\n'
        f"<p data-search-exclude>Recorded with torch {versions['torch'].split('+')[0]} on the "
        f"{device['type'].upper()}, in {parts.lasted(record)}, digest {record['digest']}.</p>\n"
        f"<p data-search-exclude><code>make figure NAME={name}</code></p>\n</div>\n</section>"
    )


def lead(caption: str) -> str:
    """What a figure shows: its caption's first sentences, up to the first that carries a proof."""
    whole = " ".join(caption.split())
    code = r"\[=.*?=\]|\[%.*?%\]|`[^`]*`|\\\(.*?\\\)"
    plain = re.sub(code, lambda m: ("P" if "claim(" in m[0] else "x") * len(m[0]), whole)
    ends = [end.end() for end in re.finditer(r"[.](?:\*\*)?(?= |$)", plain)]
    end = next((end for end in ends if "P" * 9 in plain[:end]), ends[0])
    return whole[:end]


def _page(name: str) -> str:
    """The page that shows the figure, with its anchor."""
    for page in sorted(sheets.pages().values(), key=lambda path: "chapters" not in path.parts):
        if f'figure("{name}")' in page.read_text("utf-8"):
            place = page.relative_to(ROOT / "docs").with_suffix("").as_posix()
            return f"{place}/#figure-{name.replace('/', '-')}".removeprefix("index/")
    return "figures/"


def _size(name: str) -> tuple[int, int]:
    """Width and height of the drawing, in its own units."""
    head = (GENERATED / f"{name}.svg").read_text("utf-8")[:600]
    width, height = re.search(r'viewBox="0 0 (\S+) (\S+)"', head).groups()
    return round(float(width)), round(float(height))


def poster(link: Text, figure: Text) -> str:
    """The poster in both themes for wide screens; for narrow ones its panels, one below another."""
    height = round(sheets.SCREEN * 2**0.5)
    pictures = "".join(
        f'<a class="only-{theme}" href="{link(f"generated/poster/poster.{theme}.svg")}">'
        f'<img src="{link(f"generated/poster/poster.{theme}.screen.png")}" loading="lazy" '
        f'alt="{ALTERNATIVE}" width="{sheets.SCREEN}" height="{height}"></a>'
        for theme in ("light", "dark")
    )
    panels = "".join(figure(name) for name in sheets.PANELS)
    return f'<div class="sheet">\n{pictures}\n</div>\n\n<div class="panels">\n{panels}</div>\n'


def downloads(link: Text) -> str:
    """Links to the poster's files: a table of kinds and themes, in Markdown."""
    rows = ["| file | light | dark |", "|---|---|---|"]
    for kind, words in SHEETS.items():
        cells = []
        for theme in ("light", "dark"):
            path = GENERATED / "poster" / f"poster.{theme}.{kind}"
            size = f"{path.stat().st_size / 1000:.0f} kB"
            cells.append(f'<a href="{link(f"generated/poster/{path.name}")}" download>{size}</a>')
        rows.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(rows)
