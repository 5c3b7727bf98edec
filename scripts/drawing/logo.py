"""The site's logo, a slate with a minus, for what is drawn beside the figures."""

from __future__ import annotations

from matplotlib.patches import FancyBboxPatch


def logo(axes, x: float, y: float, size: float) -> None:
    """Draw the logo with its upper left corner at (x, y); the axes' y runs downwards."""
    edge, line = 0.1 * size, 0.1 * size
    box = f"round,pad=0,rounding_size={0.14 * size}"
    style = {"facecolor": "none", "edgecolor": "zg:fresh", "lw": line}
    inset = size - edge
    axes.add_patch(FancyBboxPatch((x + edge / 2, y + edge / 2), inset, inset, box, **style))
    minus = [x + 0.28 * size, x + 0.56 * size]
    axes.plot(minus, [y + 0.68 * size] * 2, color="zg:ink", lw=line)
