"""The deck of figures as a PDF: 16:9, each slide a claim and its figure, with notes to it.

What it says comes from generated/slides.json, which the weave made; what it draws, from records.
"""

from __future__ import annotations

import importlib
import io
import json
import textwrap

from scripts.files import BUILD, FIGURES, RECORDS, ROOT, digest, read, write
from scripts.records import finite, load

WIDTH, HEIGHT, MARGIN = 960, 540, 48  # points
KEPT = BUILD / "slides"  # a deck, by the digest of what it was made from


def pdf(slides: list[dict], version: str) -> bytes:
    """The deck; drawn only where a slide, a figure's record or this program has changed.

    Args:
        slides: each with "figure", "runs", "claim" and "notes".
        version: of the site, for the foot of each slide.
    """
    drawn = [read(FIGURES / f"{slide['figure']}.svg.json") for slide in slides]
    program = read(ROOT / "scripts" / "drawing" / "deck.py")
    kept = KEPT / f"{digest(json.dumps([slides, version, drawn, program]))}.pdf"
    if not kept.exists():
        for old in KEPT.glob("*.pdf"):
            old.unlink()
        write(kept, _drawn(slides, version))
    return kept.read_bytes()


def _drawn(slides: list[dict], version: str) -> bytes:
    import matplotlib

    matplotlib.use("pdf")
    from matplotlib import pyplot
    from matplotlib.backends.backend_pdf import PdfPages

    from scripts import palette
    from scripts.drawing import style

    buffer = io.BytesIO()
    about = {"Title": "Clean Slate: figures", "CreationDate": None}
    paper = palette.theme("light")["paper"]
    with style.theme("light"), PdfPages(buffer, metadata=about) as deck:
        for number, slide in enumerate(slides, 1):
            figure = _slide(slide, f"Clean Slate {version} · CC BY 4.0 · {number} of {len(slides)}")
            deck.attach_note(slide["notes"], positionRect=[12, HEIGHT - 36, 36, HEIGHT - 12])
            deck.savefig(figure, facecolor=paper)
            pyplot.close("all")
    return buffer.getvalue()


def _slide(slide: dict, foot: str):
    """One slide: the claim above, its figure as large as there is room."""
    import matplotlib.pyplot as plt

    from scripts.drawing.inset import Inset

    chapter, name = slide["figure"].split("/")
    module = importlib.import_module(f"scripts.figures.{chapter}")
    results = [finite(load(RECORDS / f"{run}.json").result) for run in slide["runs"]]
    inner = getattr(module, name)(*results)
    figure = plt.figure(figsize=(WIDTH / 72, HEIGHT / 72), layout="none")
    claim = textwrap.wrap(slide["claim"], 76)
    for row, line in enumerate(claim):
        y = 1 - (MARGIN + 26 * row) / HEIGHT
        figure.text(MARGIN / WIDTH, y, line, fontsize=20, weight="bold", va="top")
    top = MARGIN + 26 * len(claim) + 12
    width, height = (72 * side for side in inner.get_size_inches())
    scale = min((WIDTH - 2 * MARGIN) / width, (HEIGHT - top - MARGIN) / height)
    left = (WIDTH - width * scale) / 2
    bottom = MARGIN + (HEIGHT - top - MARGIN - height * scale) / 2
    figure.add_artist(Inset(inner, left, bottom, scale))
    words = {"fontsize": 10, "va": "bottom"}
    figure.text(MARGIN / WIDTH, 18 / HEIGHT, f"{chapter}/{name}", **words)
    figure.text(1 - MARGIN / WIDTH, 18 / HEIGHT, foot, ha="right", **words)
    return figure
