"""The poster: the pages' own panels on one sheet, every number the recorded one.

The sheet is A3, 842 points wide, so that it prints on A2 and on A4 from one drawing.
"""

from __future__ import annotations

import re

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from scripts.drawing.inset import Inset
from scripts.drawing.logo import logo
from scripts.figures import accumulation, clearing, exceptions, placement

WIDTH, HEIGHT, MARGIN = 842.0, 1190.8, 42.0
INNER = WIDTH - 2 * MARGIN
COLUMN = (INNER - 32) / 2
RIGHT = MARGIN + COLUMN + 32
SHEET = 0.72  # scale of the pages' panels on the sheet
LEDGER = 824  # units across, of the ledger drawn wide
CODE = 8.3
MONO = {"family": "monospace"}


def poster(runs: dict, programs: dict[str, str], words: dict[str, str]):
    """The whole sheet.

    Args:
        runs: recorded results by "<chapter>/<run>".
        programs: text of the programs to copy, by "<chapter>/<program>.py".
        words: "torch", its version; "device"; "made" and "cite", the lines at the foot.
    """
    figure, axes = _sheet(WIDTH, HEIGHT)
    _title(axes, 43, MARGIN - 2, 82)
    told = f"Every number here was\nrecorded from PyTorch {words['torch']}\non a {words['device']}."
    logo(axes, WIDTH - MARGIN - 26, 45, 26)
    axes.text(WIDTH - MARGIN, 88, told, fontsize=9, ha="right", va="top", linespacing=1.5)
    _place(figure, _ledger(runs), MARGIN, 148, INNER, 391, INNER / LEDGER)
    ball, orders = runs["accumulation/hill"], runs["placement/orders"]
    errors, frozen = runs["exceptions/errors"], runs["clearing/frozen"]
    panels = (
        (MARGIN, 566, 234, _swing(ball), accumulation.hill(ball)),
        (RIGHT, 566, 228, _count(orders), placement.every_order(orders)),
        (MARGIN, 850, 180, _leaks(errors), exceptions.errors(errors)),
        (RIGHT, 850, 180, _moves(frozen, runs["clearing/memory"]), _two(frozen)),
    )
    for x, y, height, (claim, note), panel in panels:
        axes.text(x, y, claim, fontsize=15, weight="bold")
        axes.text(x, y + 15, note, fontsize=9)
        _place(figure, panel, x, y + 22, COLUMN, height, SHEET)
    _loops(axes, programs, 1072)
    _foot(axes, words)
    return figure


def card(runs: dict):
    """The poster's crop for links, 1200 × 630 at 144 dpi: the title, and two laps of the ledger."""
    figure, axes = _sheet(600, 315)
    _title(axes, 30, 30, 58)
    logo(axes, 548, 32, 22)
    scale = 540 / LEDGER
    _place(figure, _ledger(runs, laps=2), 30, 112, 540, 241 * scale, scale)
    return figure


def _sheet(width, height):
    """An empty figure whose coordinates are points from its upper left corner."""
    figure = plt.figure(figsize=(width / 72, height / 72), layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    return figure, axes


def _title(axes, size, x, y):
    words = {"fontsize": size, "weight": "bold"}
    axes.text(x, y, ".grad adds.", color="zg:stale", **words)
    axes.text(x, y + 1.06 * size, "zero_grad() starts again.", color="zg:correct", **words)


def _ledger(runs, laps=4):
    """The page's ledger, wide: the lines of code in full, longer bars, and notes beside them."""
    ledger, target = runs["accumulation/ledger"], runs["accumulation/hill"]["target"]
    rows = {loop: ledger[loop][: 5 * laps] for loop in ("cleared", "forgotten")}
    bottom = accumulation._y(5 * laps - 1)
    figure, axes = _sheet(LEDGER, bottom + (60 if laps == 4 else 30))
    axes.text(0, 14, "iteration", va="center")
    for i, row in enumerate(rows["cleared"]):
        y = accumulation._y(i)
        axes.text(36, y, row["line"], fontsize=9.5, va="center", **MONO)
        if i % 5 == 2:
            axes.text(8, y, row["iteration"], fontsize=19, ha="center", va="center")
    wide = {"unit": 19}
    accumulation._strip(axes, 372, rows["cleared"], "with zero_grad()", "zg:correct", **wide)
    accumulation._strip(axes, 566, rows["forgotten"], "zero_grad() forgotten", "zg:stale", **wide)
    for row, note in _notes(ledger, target)[: laps - 1]:
        y = accumulation._y(row)
        axes.plot([674, 688], [y, y], color="zg:ink", lw=0.8)
        axes.text(693, y - 6, note, fontsize=10, va="top", linespacing=1.4)
    if laps == 4:
        accumulation._key(axes, bottom + 48)
    return figure


def _notes(ledger, target):
    """(row, words) for the three events of the ledger that the forgotten loop lives through."""
    rows, ends = ledger["forgotten"], [ledger[k][19]["weight"] for k in ("forgotten", "cleared")]
    values = (rows[8]["fresh"], rows[8]["grad"] - rows[8]["fresh"], rows[8]["grad"], *ends, target)
    new, old, total, forgotten, cleared, best = (_number(value) for value in values)
    return (
        (8, f"The new {new} is added\nto the {old} left over:\nstep() follows {total}."),
        (13, f"w is past its best, {best}.\nThe new gradient says\nback, the sum says on."),
        (18, f"w ends at {forgotten}; with\nzero_grad() at {cleared}.\nNo error said so."),
    )


def _place(figure, drawn, x, y, width, height, scale):
    """A page's figure in the box at (x, y) from the upper left, in points of the sheet."""
    drawn.set_size_inches(width / scale / 72, height / scale / 72)
    figure.add_artist(Inset(drawn, x, 72 * figure.get_figheight() - y - height, scale))
    plt.close(drawn)


def _swing(ball):
    start, end = (abs(ball["forgotten"][i] - ball["target"]) for i in (0, 4))
    told = f"It starts {_number(start)} from the best w and swings {_number(end)} past it."
    return "Forgotten, the ball has no friction", told


def _count(orders):
    counts = orders["network"]["fresh"]["none"]["120"]["counts"]
    return (
        f"{counts['never']} of {sum(counts.values())} orders fail and say nothing",
        f"The five lines in every order, really run: {counts['same']} learn as they should.",
    )


def _leaks(errors):
    wrong = [row["written"] for row in errors if row["written"] > 1e-6]
    told = (
        f"As often written, gradients are {min(wrong):.0%} to {max(wrong):.0%} off. Dots: repaired."
    )
    return "Accumulate on purpose, divide right", told


def _moves(frozen, memory):
    moved = frozen["Adam"]["zeros"]["median"][-1]
    less = memory["zeros"][1]["trace"][-1] - memory["none"][1]["trace"][-1]
    lent = f"{less:.2f} × the weights is free until backward()"
    told = f"Adam: {moved:.0%}. On None it stays, and {lent}."
    return "Zeros still move what you froze", told


def _two(frozen):
    """The two panels in which momentum carries the frozen layer."""
    return clearing.frozen({name: frozen[name] for name in ("SGD, momentum 0.9", "Adam")})


def _loops(axes, programs, top):
    """The loops to copy, as they stand in the programs: from `for` to the last indented line."""
    heads = ("Copy this", "A step for four micro-batches")
    for (name, text), head, x in zip(programs.items(), heads, (MARGIN, RIGHT), strict=True):
        axes.text(x, top, head, fontsize=11, weight="bold")
        axes.text(x + COLUMN, top, name, fontsize=8, ha="right", **MONO)
        loop = re.search(r"^for .*\n(?: .*\n)*", text, re.MULTILINE)[0].rstrip().split("\n")
        for i, line in enumerate(loop):
            y = top + 15 + 11.4 * i
            code, hash_, comment = line.partition("  #")
            if "zero_grad" in code:
                axes.add_patch(
                    Rectangle(
                        (x - 4, y - 8.2), COLUMN + 4, 11.2, color="zg:correct", alpha=0.16, lw=0
                    )
                )
            axes.text(x, y, code, fontsize=CODE, **MONO)
            at = x + len(code) * CODE * 0.602
            axes.text(at, y, hash_ + comment, fontsize=7.6, color="zg:correct", **MONO)


def _foot(axes, words):
    axes.plot([MARGIN, WIDTH - MARGIN], [1152, 1152], color="zg:grid", lw=0.6)
    place = {"fontsize": 7.6, "va": "top", "linespacing": 1.5}
    axes.text(MARGIN, 1157, words["made"], **place)
    axes.text(WIDTH - MARGIN, 1157, words["cite"], ha="right", **place)


def _number(value):
    return f"{value:g}".replace("-", "−")
