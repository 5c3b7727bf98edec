"""Figures of the chapter "clearing": recorded runs in, matplotlib figures out."""

from __future__ import annotations

import matplotlib.pyplot as plt

from scripts.drawing.style import WIDTH, axis_title, end_label

STAYS = 3e-4  # where the logarithmic axis of `matrix` shows a distance of exactly 0


def matrix(matrix):
    """**On zeros, [= runs.clearing.matrix.that_move_on_zeros =] of
    [= runs.clearing.matrix.rows | length =] configurations move a weight that nothing uses**
    [= claim("clearing/zeros_move") =]; **on `None`, only L-BFGS does**
    [= claim("clearing/none_stays") =]. Circle: how far three steps move the weight, in units of
    its last step with a gradient, median of five seeds; square: it stays. The columns on the right
    say how far it moves on `None`, and by how much the three steps on zeros advance its step
    counter, where it has one [= claim("clearing/zeros_are_counted") =]. Two 4 × 4 weights, five
    steps with both, three with one; settings in the data; seeds 0 to 4.

    Alt: A chart with one row for each optimizer configuration, sorted by how far three steps on
    zeros move the unused weight. In units of its last real step:
    [% for name, row in runs.clearing.matrix.rows.items() -%]
    [= name =] [= row.zeros.median | fmt(".2g") =][= ", " if not loop.last =]
    [%- endfor %]. On None, all stay at 0 but L-BFGS, which moves by
    [= runs.clearing.matrix.rows["L-BFGS"].none.median | fmt(".2g") =].
    """
    rows = sorted(matrix["rows"].items(), key=lambda item: -item[1]["zeros"]["median"])
    figure, axes = plt.subplots(figsize=(WIDTH, 6.8), layout="none")
    axes.set_position((0.365, 0.085, 0.345, 0.85))
    axes.set(xscale="log", xlim=(STAYS, 6), ylim=(len(rows) - 0.4, -0.6), yticks=[])
    axes.set_xticks([STAYS, 1e-2, 1e-1, 1], ["0", "0.01", "0.1", "1"])
    axes.minorticks_off()
    axes.set_xlabel("last real steps (log scale)")
    _row(axes, -1.15, "", "moved on zeros", "on None", "counts", at=0)
    for y, (name, row) in enumerate(rows):
        on_zeros, on_none = row["zeros"]["median"], row["none"]["median"]
        before, after = row["none"]["counted"], row["zeros"]["counted"]
        counted = "no counter" if after is None else f"+{after - before}"
        _row(axes, y, name, "", f"{on_none:.1f}" if on_none else "0", counted)
        if on_zeros:
            axes.plot([STAYS, on_zeros], [y, y], color="zg:weight", lw=2, ls=(0, (2, 2)))
            axes.plot(on_zeros, y, "o", color="zg:weight", mfc="zg:paper", mew=2)
        else:
            axes.plot(STAYS, y, "s", color="zg:correct", clip_on=False)
    return figure


def _row(axes, y, name, zeros, none, counted, at=None):
    """The words of one row: name, head of the middle column, and the two columns on the right."""
    place = {"transform": axes.get_yaxis_transform(), "va": "center"}
    moved = at is None and none != "0"
    axes.text(-0.05, y, name, ha="right", **place)
    axes.text(0, y, zeros, **place)
    style = {"color": "zg:weight", "weight": "bold"} if moved else {"color": "zg:correct"}
    axes.text(1.07, y, none, **place, **(style if at is None else {}))
    axes.text(1.52, y, "–" if counted == "no counter" else counted, **place)


def frozen(frozen):
    """**A frozen layer still moves, by [= runs.clearing.frozen.Adam.zeros.median[49]
    | fmt(".0%") =] of its norm with Adam, if its `.grad` holds zeros when it is frozen**
    [= claim("clearing/zeros_coast") =]. Momentum carries it and then comes to rest; weight decay
    pulls it for as long as the run lasts [= claim("clearing/zeros_decay") =]. With `None` it stays
    [= claim("clearing/none_keeps_frozen") =]. "Kept": the loop clears the other layer alone, so
    that each step uses the old gradient again, and with momentum or Adam the line leaves the chart
    [= claim("clearing/kept_gradient_drives") =]. Thin lines are seeds (0 to 4), thick ones their
    median. Layers of 8, 16 and 1 units; the first is frozen after 20 iterations; lr 0.1, Adam 0.01.

    Alt: Three charts, one above the other: how far the frozen layer is from where it was frozen,
    over 50 iterations. SGD with momentum 0.9, and Adam: flat at 0 with None; with zeros it rises,
    ever more slowly, to
    [= runs.clearing.frozen["SGD, momentum 0.9"].zeros.median[49] | fmt(".0%") =] and
    [= runs.clearing.frozen.Adam.zeros.median[49] | fmt(".0%") =] of its norm; with the
    old gradient kept it rises in a nearly straight line, to
    [= runs.clearing.frozen["SGD, momentum 0.9"]["head only"].median[49] | fmt(".0%") =]
    and [= runs.clearing.frozen.Adam["head only"].median[49] | fmt(".0%") =]. SGD with
    weight decay 0.1: flat at 0 with None; with zeros it rises throughout, to
    [= runs.clearing.frozen["SGD, decay 0.1"].zeros.median[49] | fmt(".0%") =].
    """
    figure, panels = plt.subplots(len(frozen), figsize=(WIDTH, 6.2), sharex=True, sharey=True)
    for axes, (name, clearings) in zip(panels, frozen.items(), strict=True):
        axis_title(axes, f"{name}: moved, % of the weight's norm")
        axes.set(xlim=(0, 50), ylim=(0, 62), yticks=[0, 20, 40, 60])
        for clear, (colour, style, words) in LINES.items():
            if clear == "head only" and "decay" in name:
                continue
            middle = [100 * distance for distance in clearings[clear]["median"]]
            steps = range(1, len(middle) + 1)
            for seed in clearings[clear]["seeds"]:
                shown = [(i, 100 * seed[i - 1]) for i in (*range(1, 50, 3), 50)]
                shown = [point for point in shown if point[1] < 80]  # the chart ends at 62
                axes.plot(*zip(*shown, strict=True), color=colour, lw=0.6, alpha=0.6)
            axes.plot(steps, middle, color=colour, lw=2.4, ls=style, clip_on=clear != "None")
            if clear == "head only":
                out = next(
                    step for step, percent in zip(steps, middle, strict=True) if percent > 61
                )
                axes.plot(out, 62, "^", color=colour, ms=7, clip_on=False)
                axes.text(
                    50, 38, f"{words}: {middle[-1]:.0f} % at the end", color=colour, ha="right"
                )
            else:
                end_label(axes, 50, middle[-1], words, colour)
    panels[-1].set_xlabel("iterations since the layer was frozen")
    return figure


LINES = {
    "None": ("zg:correct", "-", "None"),
    "zeros": ("zg:weight", (0, (1, 1)), "zeros"),
    "head only": ("zg:stale", (0, (3, 1.2)), "kept"),
}


def memory(memory):
    """**Between `zero_grad()` and `backward()`, `None` holds
    [= (runs.clearing.memory.zeros[1].trace[-1] - runs.clearing.memory.none[1].trace[-1])
    | fmt(".2f") =] P less, where P is the bytes of the weights**
    [= claim("clearing/none_lends_memory") =]. `backward()` then fills the gap, and both end with
    the same bytes [= claim("clearing/same_after_backward") =]. The rings are the peaks. Each corner
    is one event of PyTorch's CPU allocator; the width of a phase says nothing. Five layers, four of
    them 256 × 256, batch 128, plain SGD, fourth iteration.

    Alt: Bytes allocated through the four phases of an iteration, in units P of the weights. Both
    lines begin at [= runs.clearing.memory.none[0].trace[0] | fmt(".1f") =] P. With None,
    zero_grad() takes the line down to
    [= runs.clearing.memory.none[0].trace[-1] | fmt(".1f") =] P, forward up to
    [= runs.clearing.memory.none[1].trace[-1] | fmt(".1f") =] P, backward up again to
    [= runs.clearing.memory.none[2].trace[-1] | fmt(".1f") =] P, with a peak of
    [= runs.clearing.memory.none[2].peak | fmt(".2f") =] P. With zeros, zero_grad() changes nothing,
    forward goes up to [= runs.clearing.memory.zeros[1].trace[-1] | fmt(".1f") =] P, and backward,
    after a peak of [= runs.clearing.memory.zeros[2].peak | fmt(".2f") =] P, down to
    [= runs.clearing.memory.zeros[2].trace[-1] | fmt(".1f") =] P. The step changes neither.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.6))
    axis_title(axes, "allocated, in P (the bytes of the weights)")
    edges = [0.0]
    for name, width in PHASES.items():
        edges.append(edges[-1] + width)
        middle = (edges[-1] + edges[-2]) / 2
        axes.text(middle, 0.08, f"{name}", ha="center", family="monospace")
        axes.axvline(edges[-1], color="zg:grid", lw=0.8, ymax=0.94)
    axes.set(xlim=(0, edges[-1]), ylim=(0, 3.3), xticks=[], yticks=[0, 1, 2, 3])
    for key, (colour, style, words, label, peak) in SERIES.items():
        x, y = [], []
        for phase, start in zip(memory[key], edges, strict=False):
            trace, width = phase["trace"], PHASES[phase["name"]]
            x += [start + width * i / len(trace) for i in range(len(trace))]
            y += trace
        axes.step([*x, edges[-1]], [*y, y[-1]], color=colour, lw=2, ls=style, where="post")
        axes.text(*label, words, color=colour)
        top = max(range(len(y)), key=y.__getitem__)
        axes.plot(x[top], y[top], "o", color=colour, mfc="zg:paper", ms=7, mew=2)
        axes.annotate(
            f"peak {y[top]:.2f}",
            (x[top], y[top]),
            xytext=peak,
            textcoords="offset points",
            color=colour,
        )
    return figure


SERIES = {
    "zeros": ("zg:weight", (0, (3, 1)), "zeros", (0.15, 2.25), (10, 6)),
    "none": ("zg:correct", "-", "None", (1.85, 0.83), (-48, -48)),
}
PHASES = {"zero_grad": 1.7, "forward": 2.0, "backward": 3.2, "step": 1.0}
