"""Figures of the chapter "forgetting": recorded runs in, matplotlib figures out."""

from __future__ import annotations

import math
from statistics import median

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from scripts.drawing.style import WIDTH, axis_title, end_label, hop

DASH = (0, (3, 1))
THEORY = {"color": "zg:grid", "lw": 1.2}


def ball(ball):
    """**Without the call the weight stays on the bowl up to lr·λ = 4; with it, up to 2.** Each
    ring is a recorded run of 1000 steps on \\(w^2/2\\) from w = 1, from lr·λ =
    [= runs.forgetting.ball.rates[0] | fmt("g") =] to [= runs.forgetting.ball.rates[-1] | fmt("g")
    =]; the curves are \\(2/\\sqrt{4-\\eta\\lambda}\\) and
    \\(2\\pi/\\arccos(1-\\eta\\lambda/2)\\) [= claim("forgetting/ball_follows_theory") =]. The
    first is an envelope: where the period is a small whole number, such as 6 at lr·λ = 1, the
    steps skip the crest. SGD in float64.

    Alt: Two panels over lr times lambda from 0 to 4. Above, the largest distance without
    zero_grad() rises from 1 along the theory's curve to
    [= runs.forgetting.ball.reach[-1] | fmt(".1f") =] at
    [= runs.forgetting.ball.rates[-1] | fmt("g") =]; a bar says that the loop with zero_grad()
    settles below 2 and diverges above. Below, the period falls from
    [= runs.forgetting.ball.period[0] | fmt(".0f") =] steps towards 2, on the curve.
    """
    figure, (top, bottom) = plt.subplots(2, 1, figsize=(WIDTH, 5.2), sharex=True)
    rates = [i / 100 for i in range(5, 394, 3)]
    rings = {"ls": "", "marker": "o", "ms": 6, "mfc": "zg:paper", "color": "zg:stale", "mew": 2}
    top.plot(rates, [2 / math.sqrt(4 - rate) for rate in rates], **THEORY)
    bottom.plot(rates, [2 * math.pi / math.acos(1 - rate / 2) for rate in rates], **THEORY)
    top.plot(ball["rates"], ball["reach"], **rings)
    bottom.plot(ball["rates"], ball["period"], **rings)
    axis_title(top, "largest |w| without zero_grad()")
    axis_title(bottom, "steps per swing without zero_grad(), log scale")
    bottom.set(yscale="log", yticks=[2, 5, 10, 20], yticklabels=["2", "5", "10", "20"])
    bottom.minorticks_off()
    bottom.set(xlim=(0, 4.05), xticks=[0, 1, 2, 3, 4], xlabel="lr·λ")
    top.set(ylim=(-1.7, 7.2), yticks=[1, 2, 4, 6])
    top.plot([0, 2], [0, 0], color="zg:correct", lw=4, solid_capstyle="butt")
    top.plot([2, 4], [0, 0], color="zg:correct", lw=4, ls=(0, (0.5, 0.5)))
    top.text(1, -0.9, "with zero_grad(): settles", color="zg:correct", ha="center", va="center")
    top.text(3, -0.9, "diverges", color="zg:correct", ha="center", va="center")
    leader = {"arrowstyle": "-", "color": "zg:ink"}
    top.annotate("six steps, lr·λ = 1", (1, 1), (0.5, 3.2), arrowprops=leader)
    return figure


def steep(steep):
    """**At lr·λ = [= runs.forgetting.steep.lr | fmt("g") =] the right loop climbs out of the bowl,
    and the forgotten one stays in it.** With `zero_grad()` each step overshoots by half as much
    again; without it the weight never gets further than
    [= runs.forgetting.ball.reach[12] | fmt(".2f") =] from the lowest point
    [= claim("forgetting/steep_right_loop_leaves") =]. Numbers count steps, 0 is the start, w = 1.
    The curve is the loss \\(w^2/2\\); a step of this size is too large for it, and only the right
    loop says so.

    Alt: The same bowl twice. With zero_grad() the weight jumps from side to side, each time
    higher: [= runs.forgetting.steep.cleared[0] | fmt("g") =],
    [= runs.forgetting.steep.cleared[1] | fmt("g") =],
    [= runs.forgetting.steep.cleared[2] | fmt(".2f") =],
    [= runs.forgetting.steep.cleared[3] | fmt(".2f") =]. Forgotten, all steps stay within the
    marked range of [= runs.forgetting.ball.reach[12] | fmt(".2f") =] to each side.
    """
    figure, panels = plt.subplots(2, 1, figsize=(WIDTH, 5.0), sharex=True, sharey=True)
    bowl = [i / 20 - 3.8 for i in range(153)]
    for axes in panels:
        axes.plot(bowl, [w * w / 2 for w in bowl], **THEORY)
        axes.set(xticks=[-3, -1, 0, 1, 3], yticks=[0, 2, 4, 6], ylim=(-1.2, 8.2))
        axis_title(axes, "loss")
    top, bottom = panels
    bottom.set_xlabel("w")
    words = {"ha": "center", "va": "center", "weight": "bold"}
    top.text(0, 7.4, "with zero_grad(): it leaves", color="zg:correct", **words)
    bottom.text(0, 7.4, "forgotten: it stays", color="zg:stale", **words)
    edge = 2 / math.sqrt(4 - steep["lr"])
    for side in (-edge, edge):
        bottom.plot([side, side], [0, 4.2], color="zg:stale", lw=1, ls=DASH)
    bottom.text(0, 4.4, f"never beyond ±{edge:.2f}", color="zg:stale", ha="center")
    _balls(top, steep["cleared"][:4], "zg:correct", "zg:correct")
    _balls(bottom, steep["forgotten"][:4], "zg:stale", "zg:paper")
    return figure


def _balls(axes, weights, colour, fill):
    """The weight at the start (0) and after each step, on the bowl, numbered."""
    for i, w in enumerate(weights):
        axes.plot(w, w * w / 2, "o", ms=8, color=colour, mfc=fill, mew=2)
        side = (12 if w > 0 else -13, -5) if abs(w) > 1.4 else (4, -12)
        place = {"textcoords": "offset points", "ha": "center", "va": "center"}
        axes.annotate(str(i), (w, w * w / 2), side, color=colour, **place)
    for one, other in zip(weights, weights[1:], strict=False):
        hop(axes, (one, one * one / 2), (other, other * other / 2), colour, bend=0.22)


def orbits(orbits):
    """**Without friction the orbit is closed; with the call, or with momentum 0.9, it ends in the
    middle.** Each mark is one step at lr·λ = [= runs.forgetting.orbits.lr | fmt("g") =]. Across:
    the weight w. Upwards: its velocity v, what a step subtracts divided by lr; without
    `zero_grad()`, v is `w.grad`. The thin curve is
    \\(w^2 + \\eta v^2 + \\eta w v = 1\\), and the recorded orbit stays on it
    [= claim("forgetting/orbit_is_closed") =]. Loss \\(w^2/2\\), start w = 1 at rest, 60 steps.

    Alt: A plane of weight against velocity. The loop without zero_grad() runs round and round an
    ellipse. Momentum 0.9 spirals inwards to the origin. The loop with zero_grad() goes to a
    velocity of [= runs.forgetting.orbits.cleared.v[1] | fmt("g") =] in one step and from there
    straight to the origin.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 4.6))
    lr = orbits["lr"]
    half = math.sqrt(1 - lr / 4)
    circle = [2 * math.pi * i / 120 for i in range(121)]
    velocities = [math.sin(a) / (math.sqrt(lr) * half) for a in circle]
    weights = [math.cos(a) - lr * v / 2 for a, v in zip(circle, velocities, strict=True)]
    axes.plot(weights, velocities, **THEORY)
    axes.plot(*_path(orbits["momentum"]), color="zg:weight", lw=1.2, marker="s", ms=4)
    axes.plot(*_path(orbits["cleared"]), color="zg:correct", lw=2.4, marker="o", ms=6)
    rings = {"mfc": "zg:paper", "mew": 2, "ms": 7}
    axes.plot(*_path(orbits["forgotten"], 29), "o", color="zg:stale", **rings)
    axes.plot(1, 0, "o", color="zg:ink", ms=7)
    place = {"textcoords": "offset points"}
    axes.annotate("start", (1, 0), (10, -4), **place)
    axes.annotate("forgotten", (-0.95, 1.95), (0, 0), color="zg:stale", ha="center", **place)
    axes.annotate("momentum 0.9", (0, -1.8), (0, 0), color="zg:weight", ha="center", **place)
    axes.annotate("with\nzero_grad()", (0.86, 1.1), (4, 0), color="zg:correct", **place)
    axes.set(xlabel="w", xticks=[-1, 0, 1], yticks=[-2, 0, 2], xlim=(-1.3, 1.5), ylim=(-2.6, 2.6))
    axis_title(axes, "velocity (forgotten: w.grad)")
    return figure


def _path(loop, steps=None):
    return loop["w"][:steps], loop["v"][:steps]


def noise(noise):
    """**Under noise, forgetting never comes to rest: the mean of w² grows with every step.** After
    1600 steps it is [= runs.forgetting.noise.forgotten[0][-1] | fmt(".2f") =], with `zero_grad()`
    [= runs.forgetting.noise.cleared[0][-1] | fmt(".1g") =]
    [= claim("forgetting/noise_pumps") =]. The broad line is
    \\(2\\eta\\sigma^2 t\\,/\\,(\\lambda(4-\\eta\\lambda))\\)
    [= claim("forgetting/noise_grows_linearly") =]. Each line is the mean over 4000 weights that
    start at the minimum of \\(w^2/2\\), gradient noise σ = 0.1, lr·λ = 0.1;
    [= runs.forgetting.noise.seeds | length =] seeds each. Both axes are log scales.

    Alt: Mean of w squared against steps, 25 to 1600, on log scales. With zero_grad() it is flat
    near [= runs.forgetting.noise.cleared[0][-1] | fmt(".1g") =], with momentum 0.9 flat near
    [= runs.forgetting.noise.momentum[0][-1] | fmt(".1g") =]. Without the call it rises in a
    straight line from [= runs.forgetting.noise.forgotten[0][0] | fmt(".2f") =] to
    [= runs.forgetting.noise.forgotten[0][-1] | fmt(".2f") =], on the line of the theory.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.4))
    steps, lr, sigma = noise["steps"], noise["lr"], noise["noise"]
    theory = [2 * lr * sigma**2 * t / (4 - lr) for t in steps]
    axes.plot(steps, theory, color="zg:grid", lw=7, alpha=0.5)
    lines = (
        ("forgotten", "zg:stale", DASH, "forgotten"),
        ("momentum", "zg:weight", (0, (6, 1, 1, 1)), "momentum\n0.9"),
        ("cleared", "zg:correct", "-", "with\nzero_grad()"),
    )
    for name, colour, dash, words in lines:
        for run in noise[name]:
            axes.plot(steps, run, color=colour, lw=0.8, alpha=0.5)
        middle = _medians(noise[name])
        axes.plot(steps, middle, color=colour, lw=2.6, ls=dash)
        end_label(axes, steps[-1], middle[-1], words, colour)
    axes.set(xscale="log", yscale="log", xlabel="steps, log scale", xlim=(24, 1700))
    axes.set(xticks=[25, 100, 400, 1600], yticks=[0.001, 0.01, 0.1, 1])
    axes.set_xticklabels(["25", "100", "400", "1600"])
    axes.set_yticklabels(["0.001", "0.01", "0.1", "1"])
    axes.minorticks_off()
    axis_title(axes, "mean of w², log scale")
    return figure


def _medians(runs):
    """The median over seeds, point by point."""
    return [median(point) for point in zip(*runs, strict=True)]


def digits_map(map_sgd, map_adam, map_adaptive):
    """**At small learning rates forgetting may help, at large ones it may destroy.** SGD goes from
    [= runs.forgetting.map_sgd.rows.SGD[2].median[0] | fmt(".0%") =] to
    [= runs.forgetting.map_sgd.rows.SGD[2].median[1] | fmt(".0%") =] at lr 0.01, and from
    [= runs.forgetting.map_sgd.rows.SGD[4].median[0] | fmt(".0%") =] to
    [= runs.forgetting.map_sgd.rows.SGD[4].median[1] | fmt(".0%") =] at lr 1
    [= claim("forgetting/sgd_both_ways") =]; between them nothing shows. Each cell holds the
    accuracy on held-out digits with `zero_grad()`, and after the arrow without it, in percent:
    median of [= runs.forgetting.map_sgd.seeds | length =] seeds after ten epochs. At the best of
    its five rates no optimizer gains 2 points from forgetting
    [= claim("forgetting/best_rate_never_gains") =]. "Helps", "hurts" and "destroys": by 5 points
    or more in every seed, and destroyed is below 30%; "neither learns" is below 50%. A network
    with 32 hidden units, mini-batches of 100; momentum is SGD with 0.9, all other settings are
    PyTorch's defaults.

    Alt: A table of 14 optimizers by five learning rates from 0.0001 to 1, the accuracy with and
    without zero_grad() in each cell. Cells where forgetting helps lie to the left, for SGD, ASGD,
    Adadelta and others at small rates. Cells where it destroys training lie to the right, and
    fill the whole row of Rprop. In between are cells where both loops are equally good. All
    numbers are in the table below the figure.
    """
    rows = {**map_sgd["rows"], **map_adam["rows"], **map_adaptive["rows"]}
    figure, axes = plt.subplots(figsize=(WIDTH, 5.9), layout="none")
    axes.set(xlim=(0, 360), ylim=(425, 0), position=(0, 0, 1, 1))
    axes.axis("off")
    axes.text(4, 12, "learning rate", va="center")
    for column, rate in enumerate(map_sgd["rates"]):
        axes.text(_left(column) + 26, 30, f"{rate:g}", ha="center", va="center")
    for line, (name, cells) in enumerate(rows.items()):
        y = 40 + 23 * line
        axes.text(4, y + 10, name, va="center")
        for column, cell in enumerate(cells):
            _cell(axes, _left(column), y, cell)
    for x, y, verdict, words in KEY:
        _box(axes, x, y, 20, verdict)
        axes.text(x + 26, y + 10, words, va="center")
    axes.text(KEY[-1][0] + 10, KEY[-1][1] + 10, "–", ha="center", va="center")
    return figure


KEY = (
    (4, 374, "helps", "forgetting helps"),
    (4, 398, "destroys", "destroys"),
    (150, 374, "hurts", "hurts"),
    (150, 398, "even", "no clear effect"),
    (272, 374, "neither", "neither\nlearns"),
)
BOXES = {
    "helps": {"facecolor": ("zg:weight", 0.2), "edgecolor": "zg:weight", "lw": 1.8},
    "destroys": {"facecolor": "zg:stale", "edgecolor": "zg:stale"},
    "hurts": {"facecolor": "none", "edgecolor": "zg:stale", "ls": DASH, "lw": 1.6},
    "even": {"facecolor": "none", "edgecolor": "zg:grid", "lw": 0.8},
}


def _left(column):
    return 78 + 56 * column


def _cell(axes, x, y, cell):
    """One box of the map with its two accuracies in percent."""
    _box(axes, x, y, 53, cell["verdict"])
    with_call, without = (round(100 * value) for value in cell["median"])
    words = f"{with_call}→{without}" if cell["verdict"] != "neither" else "–"
    ink = "zg:paper" if cell["verdict"] == "destroys" else "zg:ink"
    axes.text(x + 26, y + 10.5, words, color=ink, ha="center", va="center")


def _box(axes, x, y, width, verdict):
    if verdict in BOXES:
        axes.add_patch(Rectangle((x, y), width, 20, **BOXES[verdict]))


def epochs(epochs):
    """**One bug, three faces.** With SGD at lr 0.01 the forgotten call looks like a speed-up:
    [= runs.forgetting.epochs.cases[0].median.forgotten[9] | fmt(".0%") =] of the held-out digits
    right after ten epochs, against [= runs.forgetting.epochs.cases[0].median.cleared[9] |
    fmt(".0%") =]. With RMSprop it looks like nothing, with Adam at the same rate it ruins a run
    that began well [= claim("forgetting/three_faces") =]. Thin lines are
    [= runs.forgetting.epochs.seeds | length =] seeds, thick lines their median, dashed without
    the call. A network with 32 hidden units, mini-batches of 100.

    Alt: Three panels of held-out accuracy over ten epochs. SGD, lr 0.01: forgotten rises to
    [= runs.forgetting.epochs.cases[0].median.forgotten[9] | fmt(".0%") =], with zero_grad() it
    stays at [= runs.forgetting.epochs.cases[0].median.cleared[9] | fmt(".0%") =]. RMSprop, lr
    0.01: both lines lie on each other and reach
    [= runs.forgetting.epochs.cases[1].median.cleared[9] | fmt(".0%") =]. Adam, lr 0.01: with
    zero_grad() up to [= runs.forgetting.epochs.cases[2].median.cleared[9] | fmt(".0%") =],
    forgotten up to [= runs.forgetting.epochs.cases[2].median.forgotten[1] | fmt(".0%") =] after
    two epochs and then down to
    [= runs.forgetting.epochs.cases[2].median.forgotten[9] | fmt(".0%") =].
    """
    figure, panels = plt.subplots(3, 1, figsize=(WIDTH, 6.0), sharex=True, sharey=True)
    for axes, case in zip(panels, epochs["cases"], strict=True):
        xs = range(1, 11)
        for name, colour, dash in (("cleared", "zg:correct", "-"), ("forgotten", "zg:stale", DASH)):
            for run in case[name]:
                axes.plot(xs, run, color=colour, lw=0.8, alpha=0.5)
            axes.plot(xs, case["median"][name], color=colour, lw=2.6, ls=dash)
        axes.set(xlim=(0.8, 10), ylim=(0, 1.02), xticks=[1, 5, 10], yticks=[0, 0.5, 1])
        axes.set_yticklabels(["0", "50 %", "100 %"])
        axis_title(axes, f"held-out accuracy: {case['optimizer']}, lr {case['lr']:g}")
    panels[-1].set_xlabel("epoch")
    words = {"cleared": "with\nzero_grad()", "forgotten": "forgotten"}
    for panel, name, y in ((0, "forgotten", 0.92), (0, "cleared", 0.26), (2, "forgotten", 0.27)):
        colour = "zg:stale" if name == "forgotten" else "zg:correct"
        end_label(panels[panel], 10, y, words[name], colour)
    end_label(panels[1], 10, 0.95, "both", "zg:ink")
    end_label(panels[2], 10, 0.93, words["cleared"], "zg:correct")
    return figure


def zero_every(zero_every):
    """**Clearing less often can be better, and proves nothing.** At lr 0.1 the loop that clears
    once per epoch, every [= runs.forgetting.zero_every.every[4] =] mini-batches, ends at
    [= runs.forgetting.zero_every.median["0.1"][4] | fmt(".0%") =], the right loop at
    [= runs.forgetting.zero_every.median["0.1"][0] | fmt(".0%") =]; at lr 1 the same habit costs
    [= (100 * (runs.forgetting.zero_every.median["1.0"][0] -
    runs.forgetting.zero_every.median["1.0"][4])) | fmt(".0f") =] points
    [= claim("forgetting/once_per_epoch_by_rate") =]. Dots are seeds, lines their medians; the
    leftmost column is the right loop, the rightmost clears once, before the first iteration. SGD
    on digits, ten epochs of [= runs.forgetting.zero_every.every[4] =] mini-batches.

    Alt: Held-out accuracy against the number of mini-batches between two calls of zero_grad(), 1
    to 140, for three learning rates. lr 0.01 rises from
    [= runs.forgetting.zero_every.median["0.01"][0] | fmt(".0%") =] to
    [= runs.forgetting.zero_every.median["0.01"][7] | fmt(".0%") =]. lr 0.1 has its best value,
    [= runs.forgetting.zero_every.median["0.1"][4] | fmt(".0%") =], at 14. lr 1 falls from
    [= runs.forgetting.zero_every.median["1.0"][0] | fmt(".0%") =] to
    [= runs.forgetting.zero_every.median["1.0"][7] | fmt(".0%") =].
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 4.0))
    every = zero_every["every"]
    styles = (
        ("0.01", "zg:weight", "-", "^", "lr 0.01"),
        ("0.1", "zg:correct", (0, (6, 1, 1, 1)), "o", "lr 0.1"),
        ("1.0", "zg:stale", DASH, "s", "lr 1"),
    )
    for rate, colour, dash, marker, words in styles:
        for k, cell in zip(every, zero_every["accuracy"][rate], strict=True):
            axes.plot([k] * len(cell), cell, marker, color=colour, ms=3.5, alpha=0.6)
        middle = zero_every["median"][rate]
        axes.plot(every, middle, color=colour, lw=2.4, ls=dash)
        if rate != "0.1":
            end_label(axes, every[-1], middle[-1], words, colour, offset=(9, 0))
    axes.text(14, 1.01, "lr 0.1", color="zg:correct", ha="center", va="center")
    axes.set(xscale="log", xlim=(0.9, 150), ylim=(0, 1.06), yticks=[0, 0.5, 1])
    axes.set_yticklabels(["0", "50 %", "100 %"])
    axes.set_xticks(
        [1, 2, 4, 7, 14, 28, 70, 140], labels=["1", "2", "4", "7", "14", "28", "70", "140"]
    )
    axes.minorticks_off()
    axes.set_xlabel("mini-batches from one call to the next, log scale")
    axis_title(axes, "held-out accuracy after ten epochs")
    return figure
