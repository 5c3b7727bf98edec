"""One style for every figure: colours by role, type, spines; nothing here knows a run.

A figure names colours by role: "zg:weight", "zg:fresh", "zg:stale", "zg:correct", "zg:ink",
"zg:grid", "zg:paper". What a role looks like depends on the theme drawn: "page" uses stand-ins
that become CSS variables, "light" and "dark" the palette itself (scripts/palette.py).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from scripts import palette

WIDTH = 5.0  # inches: 360 units, so 11-unit text is 10 px on a 360 px phone
STAND_INS = {role: f"#{i:02d}{i:02d}{i:02d}" for i, role in enumerate(palette.ROLES, 1)}
RC = {
    "axes.edgecolor": "zg:ink",
    "axes.facecolor": "none",
    "axes.formatter.useoffset": False,
    "axes.labelcolor": "zg:ink",
    "axes.labelsize": 11,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": "zg:ink",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.titlesize": 11,
    "axes.titleweight": "normal",
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "figure.figsize": (WIDTH, 3.0),
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "font.monospace": ["DejaVu Sans Mono"],
    "font.size": 11,
    "hatch.linewidth": 1.0,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "lines.markersize": 5,
    "lines.solid_capstyle": "round",
    "mathtext.fontset": "dejavusans",
    "patch.linewidth": 1.0,
    "pdf.fonttype": 42,
    "savefig.facecolor": "none",
    "svg.hashsalt": "clean-slate",
    "text.color": "zg:ink",
    "text.hinting": "none",
    "xtick.color": "zg:ink",
    "xtick.labelsize": 11,
    "ytick.color": "zg:ink",
    "ytick.labelsize": 11,
}


@contextlib.contextmanager
def theme(name: str) -> Iterator[None]:
    """Within it, roles are the colours of theme `name` and matplotlib draws in the site's style."""
    import matplotlib
    from matplotlib.colors import get_named_colors_mapping

    colours = get_named_colors_mapping()
    for role, colour in (STAND_INS if name == "page" else palette.theme(name)).items():
        colours[f"zg:{role}"] = colour
    with matplotlib.rc_context({**RC, "svg.fonttype": "none" if name == "page" else "path"}):
        yield


def axis_title(axes, words: str) -> None:
    """Name the y axis in words, horizontally, above the axis."""
    axes.set_title(words, loc="left", x=0.0, fontsize=11)


def end_label(axes, x: float, y: float, words: str, colour: str, **place) -> None:
    """A direct label beside the last point of a line, in the line's colour."""
    offset = place.pop("offset", (6, 0))
    axes.annotate(
        words,
        (x, y),
        xytext=offset,
        textcoords="offset points",
        color=colour,
        va=place.pop("va", "center"),
        annotation_clip=False,
        **place,
    )


def hop(axes, start: tuple, end: tuple, colour: str, bend: float = 0.4) -> None:
    """An arrow from one ball to the next, above the straight line by `bend` of its length."""
    bend = -bend if end[0] > start[0] else bend
    arrow = {"arrowstyle": "-|>,head_width=0.25,head_length=0.5", "color": colour, "lw": 1.2}
    arrow |= {"connectionstyle": f"arc3,rad={bend}", "shrinkA": 6, "shrinkB": 6}
    axes.annotate("", end, start, arrowprops=arrow)
