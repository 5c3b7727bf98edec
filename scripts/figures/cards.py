"""Social cards: what a link to a page looks like, with its title and its first figure."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
from matplotlib.image import imread

from scripts.figures.mark import mark

SIZE = 1200, 630
SITE = "Clean Slate: zero_grad() in PyTorch, shown by running"


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
    mark(axes, 30, 30, 26)
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
