"""Social cards: what a link to a page looks like, with its title and its first figure."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
from matplotlib.image import imread

from scripts.drawing import export
from scripts.drawing.logo import logo
from scripts.files import FIGURES, write

SIZE = 1200, 630
LIGHTEST = 60_000  # bytes of a card
SITE = "Clean Slate: zero_grad() in PyTorch, shown by running"


def save(name: str, title: str, figure: str | None) -> None:
    """Write the card `name` of the page with this title; `figure`: "<chapter>/<figure>"."""
    picture = FIGURES / f"{figure}.light.png" if figure else None
    [png] = export.pictures(lambda: card(title, picture), "light", [("png", SIZE[0])])
    made = (export.flat(png, colours) for colours in (256, 128, 64, 32, 16, 8))
    write(FIGURES / "cards" / f"{name}.png", next(f for f in made if len(f) <= LIGHTEST))


def card(title: str, picture=None):
    """The card of a page: 1200 × 630 at 144 dpi, in points from the upper left.

    Args:
        title: of the page.
        picture: path of the light PNG of its first figure, if it has one.
    """
    figure = plt.figure(figsize=(600 / 72, 315 / 72), layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 600), ylim=(315, 0))
    axes.axis("off")
    wide = 308 if picture else 540
    logo(axes, 30, 30, 26)
    size = next(s for s in (34, 30, 27, 24, 21, 18) if _lines(title, s, wide) or s == 18)
    lines = _lines(title, size, wide) or textwrap.wrap(title, int(wide / (0.66 * size)))
    middle = 165 - 0.62 * size * (len(lines) - 1)
    for i, line in enumerate(lines):
        y = middle + 1.24 * size * i
        axes.text(30, y, line, fontsize=size, weight="bold", va="center")
    axes.text(30, 284, SITE.replace(": ", ":\n", 1 if picture else 0), fontsize=11, va="bottom")
    if picture:
        _picture(axes, imread(picture))
    return figure


def _lines(title, size, wide):
    """The title in at most four lines of type `size`; nothing if a word is too long for that."""
    lines = textwrap.wrap(title, int(wide / (0.66 * size)), break_long_words=False)
    fits = all(len(line) * 0.66 * size <= wide for line in lines)
    return lines if fits and len(lines) * size <= 120 else []


def _picture(axes, pixels):
    """The figure whole, in the right-hand part of the card."""
    height, width = pixels.shape[:2]
    scale = min(232 / width, 267 / height)
    left, top = 584 - width * scale, (315 - height * scale) / 2
    axes.imshow(
        pixels,
        extent=(left, left + width * scale, top + height * scale, top),
        interpolation="antialiased",
        aspect="auto",
    )
