"""Figures on pages: a drawing with its caption, the gallery of them all, the poster."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from scripts.drawing import PANELS, SCREEN, SHEETS
from scripts.files import DRAWERS, FIGURES, Fault
from scripts.functions import Function, chapter_functions
from scripts.pages import markdown
from scripts.records import Missing, Runs
from scripts.weave.displays import lasted, torch_of
from scripts.weave.edition import clone

DOWNLOADS = {
    "light.svg": "SVG, light",
    "dark.svg": "SVG, dark",
    "light.png": "PNG, light",
    "dark.png": "PNG, dark",
    "light.pdf": "PDF",
}
ALTERNATIVE = (
    "A poster. Its title: .grad adds, zero_grad() starts again. Below it the ledger of four "
    "iterations, with and without the call; then four panels: the ball without friction, the 120 "
    "orders of the five lines, accumulating on purpose, zeros that still move a frozen layer; at "
    "the foot the two loops to copy. The page holds all of it in words."
)
SHOWN = re.compile(r'figure\("([\w/]+)"\)')
Text = Callable[[str], str]


class Figures:
    """The figures of one page.

    Args:
        runs: the recorded runs.
        link: turns a file of the site into a link from this page.
        fill: fills in the templates of a caption; takes the text and the place it stands at.
        again: the command that weaves the page again.
    """

    def __init__(self, runs: Runs, link: Text, fill: Callable[[str, str], str], again: str):
        self.runs, self.link, self.fill, self.again = runs, link, fill, again
        self.drawers = chapter_functions(DRAWERS)

    def figure(self, name: str) -> str:
        """The figure `name` with caption, text alternative, data, downloads and its command.

        Raises:
            Fault: there is no such figure, or it is not drawn.
        """
        function, caption, alternative = self.read(name)
        chapter = name.split("/")[0]
        files = {f"{chapter}/{run}.json": f"data: {run}" for run in function.parameters}
        files[f"{chapter}/figures.py"] = f"drawn by {function.name}()"
        files |= {f"{name}.{kind}": words for kind, words in DOWNLOADS.items()}
        record = self.runs.record(f"{chapter}/{function.parameters[0]}")
        return (
            f'<figure class="zg" id="figure-{name.replace("/", "-")}" markdown>\n'
            f"![{alternative}]({self._generated(f'{name}.svg')}){{ .drawing }}\n"
            f"<figcaption markdown>\n{caption}\n\n"
            '<details class="source" data-search-exclude markdown>\n'
            "<summary>Data, downloads, and how to make it again</summary>\n\n"
            f"Recorded with torch {torch_of(record)} on the {record.device['type'].upper()} that "
            f"built this page.\n\n{self._links(files)}\n\n"
            f"{clone()}: `python -m scripts record --force {name}`\n\n"
            "</details>\n</figcaption>\n</figure>\n"
        )

    def read(self, name: str) -> tuple[Function, str, str]:
        """The function that draws the figure `name`, its caption and its text alternative."""
        if name not in self.drawers:
            chapter = name.split("/")[0]
            what = f"there is no figure {name!r}; write it in scripts/figures/{chapter}.py"
            raise Fault(name, what, self.again)
        function = self.drawers[name]
        if not (FIGURES / f"{name}.svg").exists():
            for run in function.parameters:
                self.runs.record(f"{name.split('/')[0]}/{run}")
            what = "the figure is not drawn"
            raise Missing(name, what, f"python -m scripts record {name}")
        filled = self.fill(function.docstring, function.place)
        caption, _, alternative = filled.partition("\n\nAlt: ")
        words = " ".join(alternative.split())
        return function, caption.strip(), re.sub(r"([\[\]\\])", r"\\\1", words)

    def _generated(self, file: str) -> str:
        return self.link(f"generated/{file}")

    def _links(self, files: dict[str, str]) -> str:
        return " · ".join(f"[{words}]({self._generated(file)})" for file, words in files.items())

    def in_order(self) -> list[str]:
        """The names of all figures, chapter by chapter as in nav."""
        order = [page.name.removeprefix("chapters/") for page in markdown()]
        return sorted(self.drawers, key=lambda name: order.index(name.split("/")[0]))

    def gallery(self) -> str:
        """A card for every figure of the site."""
        shown = []
        for name in self.in_order():
            heading = f"## {name.split('/')[0].capitalize()}"
            shown += [] if heading in shown else [heading]
            shown.append(self._card(name))
        return "\n\n".join(shown)

    def _card(self, name: str) -> str:
        function, caption, alternative = self.read(name)
        chapter = name.split("/")[0]
        record = self.runs.record(f"{chapter}/{function.parameters[0]}")
        files = {f"{name}.{kind}": words for kind, words in DOWNLOADS.items()}
        files |= {f"{chapter}/{run}.json": f"data: {run}" for run in function.parameters}
        files[f"{chapter}/figures.py"] = f"drawn by {function.name}()"
        pictures = self.pictures(name, alternative)
        quiet = "{: data-search-exclude }"
        return (
            f'<section class="card" id="{name.replace("/", "-")}" markdown>\n'
            f"[{pictures}]({self.page_of(name)})\n\n<div markdown>\n{lead(caption)}\n\n"
            f"{self._links(files)}\n{quiet}\n\n"
            f"Recorded with torch {torch_of(record)} on the {record.device['type'].upper()}, in "
            f"{lasted(record)}, digest {record.digest}.\n{quiet}\n\n"
            f"`make figure NAME={name}`\n{quiet}\n\n</div>\n</section>"
        )

    def pictures(self, name: str, alternative: str) -> str:
        """The figure as a picture for each theme, loaded when it comes into sight."""
        width, height = _size(name)
        size = f'width="{width}" height="{height}" loading="lazy"'
        return "".join(
            f"![{alternative}]({self._generated(f'{name}.{theme}.svg')}){{ .only-{theme} {size} }}"
            for theme in ("light", "dark")
        )

    def page_of(self, name: str) -> str:
        """A link to the page that shows the figure, a chapter if there is one."""
        if uri := self._shown.get(name):
            return self.link(f"{uri}#figure-{name.replace('/', '-')}")
        return self.link("figures.md")

    @functools.cached_property
    def _shown(self) -> dict[str, str]:
        """The page that shows a figure first, a chapter if there is one, by the figure's name."""
        found: dict[str, str] = {}
        for page in sorted(markdown(), key=lambda page: not page.name.startswith("chapters/")):
            for name in SHOWN.findall(page.text):
                found.setdefault(name, page.uri)
        return found

    def poster(self) -> str:
        """The poster in both themes for wide screens; for narrow ones its panels, one by one."""
        size = f'width="{SCREEN}" height="{round(SCREEN * 2**0.5)}" loading="lazy"'
        pictures = "\n".join(
            f"[![{ALTERNATIVE}]({self._generated(f'poster/poster.{theme}.screen.png')})"
            f"{{ {size} }}]({self._generated(f'poster/poster.{theme}.svg')}){{ .only-{theme} }}"
            for theme in ("light", "dark")
        )
        panels = "\n".join(self.figure(name) for name in PANELS)
        return (
            f'<div class="sheet" markdown>\n{pictures}\n</div>\n\n'
            f'<div class="panels" markdown>\n{panels}\n</div>\n'
        )

    def downloads(self) -> str:
        """Links to the poster's files: a table of kinds and themes."""
        rows = ["| file | light | dark |", "|---|---|---|"]
        for kind, words in SHEETS.items():
            cells = []
            for theme in ("light", "dark"):
                path = FIGURES / "poster" / f"poster.{theme}.{kind}"
                if not path.exists():
                    raise Missing("poster", "it is not drawn", "python -m scripts record poster")
                size = f"{path.stat().st_size / 1000:.0f} kB"
                cells.append(f"[{size}]({self._generated(f'poster/{path.name}')}){{ download }}")
            rows.append(f"| {words} | {' | '.join(cells)} |")
        return "\n".join(rows)


def lead(caption: str) -> str:
    """What a figure shows: its caption's first sentences, up to the first that carries a proof."""
    whole = " ".join(caption.split())
    code = r"\[✓\]\[[^\]]*\]|`[^`]*`|\\\(.*?\\\)|\]\([^)]*\)"
    plain = re.sub(code, lambda m: ("P" if m[0].startswith("[✓") else "x") * len(m[0]), whole)
    ends = [end.end() for end in re.finditer(r"[.](?:\*\*)?(?= |$)", plain)]
    end = next((end for end in ends if "PPPP" in plain[:end]), ends[0])
    return whole[:end]


def _size(name: str) -> tuple[int, int]:
    """Width and height of the drawing, in its own units."""
    head = (FIGURES / f"{name}.svg").read_text("utf-8")[:600]
    width, height = re.search(r'viewBox="0 0 (\S+) (\S+)"', head).groups()
    return round(float(width)), round(float(height))
