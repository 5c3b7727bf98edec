"""Figures of the chapter "exceptions": recorded runs in, matplotlib figures out."""

from __future__ import annotations

import statistics

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from scripts.drawing.style import WIDTH, axis_title, end_label

DASHES = (0, (3, 1.5))
RIGHT = {"color": "zg:correct", "lw": 2.6, "marker": "o", "ms": 5}
WRONG = {"color": "zg:stale", "lw": 2.2, "ls": DASHES, "marker": "o", "mfc": "zg:paper"}
LOOPS = {  # those of `windows`, in its order
    "islice": "islice",
    "transformers": "Transformers",
    "keras": "Keras",
    "optax": "optax",
    "the same, or the last": "“or the last”",
    "accelerate": "Accelerate",
    "lightning": "Lightning",
    "(i + 1) % N == 0": "(i + 1) % N == 0",
    "i % N == 0": "i % N == 0",
    "accelerate_zero_first": "Accelerate, zero_grad() first",
}


def errors(errors):
    """**As often written, a window misses the gradient of its batch by
    [= runs.exceptions.errors[3].written | fmt(".0%") =] to
    [= runs.exceptions.errors[9].written | fmt(".0%") =]; divided or built right, by rounding**
    [= claim("exceptions/errors_repaired") =]. Open circles: the window as it is often written.
    Dots: the repair named beside them, or a case that needs none. The band is what float32 rounds.
    Two dropout layers have no repair: they draw other masks. Four micro-batches each; the programs
    of this page, at the first weights, BatchNorm and its neighbours as the median of 5 seeds.

    Alt: A strip of ten rows on a log scale of relative error. Linear layers, LayerNorm and
    GroupNorm lie at rounding, near 10 to the minus 7. As often written, class weights are off by
    [= runs.exceptions.errors[3].written | fmt(".2f") =], unequal sizes by
    [= runs.exceptions.errors[4].written | fmt(".2f") =], two ranks by
    [= runs.exceptions.errors[5].written | fmt(".2f") =], a contrastive loss by
    [= runs.exceptions.errors[6].written | fmt(".2f") =], BatchNorm by
    [= runs.exceptions.errors[7].written | fmt(".2f") =], two dropout layers by
    [= runs.exceptions.errors[8].written | fmt(".2f") =] and token means by
    [= runs.exceptions.errors[9].written | fmt(".2f") =]. All but dropout have a repair, and every
    repair lies at rounding.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 4.4))
    low, high = 3e-8, 30
    axes.axvspan(low, 1e-6, color="zg:grid", alpha=0.25, lw=0)
    for y, row in enumerate(errors):
        exact = row["written"] < 1e-6
        if exact or row["repaired"] is not None:
            axes.plot(
                row["written"] if exact else row["repaired"], y, "o", color="zg:correct", ms=7
            )
            axes.text(1.4e-6, y, row["by"], color="zg:correct", va="center")
        if not exact:
            axes.plot(row["written"], y, "o", color="zg:stale", mfc="zg:paper", mew=2, ms=7)
            words = f"{row['written']:.2f}"
            axes.text(row["written"] * 2, y, words, color="zg:stale", va="center")
    axes.set(xscale="log", xlim=(low, high), ylim=(len(errors) - 0.5, -0.6))
    axes.set_yticks(range(len(errors)), [row["what"] for row in errors])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xticks([1e-7, 1e-5, 1e-3, 1e-1], ["10⁻⁷", "10⁻⁵", "0.001", "0.1"])
    axes.minorticks_off()
    axes.set_xlabel("relative error of the gradient, log scale")
    axes.text(low * 1.1, -1, "rounding", color="zg:correct", va="center")
    axes.text(high, -1, "as often written", color="zg:stale", ha="right", va="center")
    return figure


def windows(windows):
    """**Asked for a step every four of six batches, the loops disagree on the last two: their
    mean is [= runs.exceptions.windows.rows.islice.steps[1].gradient | fmt("g") =], and some step
    with [= runs.exceptions.windows.rows.accelerate.steps[1].gradient | fmt("g") =]**
    [= claim("exceptions/fixed_divisor") =]. Each box is a window; the number in it is the gradient
    that its step used. A solid box with ✓ used the mean of its own batches, a dashed one did not.
    “Left” are gradients that no step used. One weight, loss = mean(w · x), x = 1 … 6 in order, two
    epochs, SGD. The loops by hand ran in this build; the libraries were recorded on
    [= runs.exceptions.windows.date =], with the versions in the table.

    Alt: Six strips over twelve batches, six in each of two epochs. The islice idiom and
    Transformers step with 2.5 and 5.5 in each epoch. Keras and optax step with 2.5, 3.5 and 4.5,
    and the second window crosses into the next epoch. Accelerate, Lightning and the condition “or
    the last” step with 2.5 and 2.75. The condition (i + 1) % N == 0 steps with 2.5, then with 5.25
    for six batches, and leaves two. The condition i % N == 0 steps with 0.25, 3.5, 1.75 and 3.5,
    and leaves one. Accelerate with zero_grad() first in its block steps with 1 and 1.5.
    """
    groups = _groups(windows["rows"])
    height = 44 + 50 * len(groups)
    figure, axes = plt.subplots(figsize=(WIDTH, height / 72), layout="none")
    axes.set(xlim=(0, 360), ylim=(height, 0), position=(0, 0, 1, 1))
    axes.axis("off")
    axes.text(2, 10, "epoch 1: gradients 1 … 6", va="center")
    axes.text(_left(6), 10, "epoch 2: the same", va="center")
    for i in range(12):
        axes.text(_left(i) + 13, 28, i % 6 + 1, ha="center", va="center")
    for y, (names, row) in zip(range(38, height, 50), groups, strict=False):
        axes.text(2, y + 12, names, va="center")
        axes.plot([_left(6) - 6.5] * 2, [y + 19, y + 45], color="zg:ink", lw=0.8, zorder=0)
        first = 0
        for step in row["steps"]:
            _window(axes, y + 22, first, step)
            first += step["batches"]
        if row["left"]:
            x = (_left(first) + _left(11) + 26) / 2
            axes.text(x, y + 32, "left", color="zg:stale", ha="center", va="center")
    return figure


def _groups(rows):
    """(names, row) for each way to step: loops that take the same steps share one strip."""
    groups = {}
    for name, words in LOOPS.items():
        steps = str([(step["batches"], step["gradient"]) for step in rows[name]["steps"]])
        groups.setdefault(steps, []).append((words, rows[name]))
    return [(" · ".join(words for words, _ in same), same[0][1]) for same in groups.values()]


def _left(i):
    """Left edge of batch i on the canvas of `windows`: six of each epoch, and a gap."""
    return 2 + 29 * i + 10 * (i // 6)


def _window(axes, y, first, step):
    """One window: a box over its batches that holds the gradient that its step used."""
    last = first + step["batches"] - 1
    own = [i % 6 + 1 for i in range(first, last + 1)]
    right = abs(step["gradient"] - sum(own) / len(own)) < 1e-6
    colour, dash = ("zg:correct", "-") if right else ("zg:stale", DASHES)
    x, width = _left(first), _left(last) + 26 - _left(first)
    style = {"edgecolor": colour, "facecolor": "zg:paper", "linewidth": 2, "linestyle": dash}
    axes.add_patch(Rectangle((x, y), width, 20, **style))
    words = f"{step['gradient']:g}" + (" ✓" if right else "")
    axes.text(x + width / 2, y + 10, words, color=colour, ha="center", va="center")


def bf16(bf16):
    """**A bfloat16 `.grad` stops at [= runs.exceptions.bf16.ones.bfloat16[12] | fmt("g") =]**
    [= claim("exceptions/bf16_stops") =]. Top: the sum of n gradients of 1, which should be n.
    Above 256 the next bfloat16 number is 258, and 256 + 1 rounds back to 256; float16 gets as far
    as [= runs.exceptions.bf16.ones.float16[12] | fmt("g") =]. Bottom: real gradients do not stop
    all at once. An MLP in bfloat16 sees n digits, one in each micro-batch; thin lines are 5 seeds,
    the dashed line is their median, and the reference is the same model with a float32 `.grad`.
    The MLP is 64-32-10, at its first weights; both scales are logarithmic.

    Alt: Two panels over the number of backward() calls, from 1 to 4096. Top: the float32 sum grows
    along the diagonal to [= runs.exceptions.bf16.ones.float32[12] | fmt("g") =]; float16 leaves it
    at [= runs.exceptions.bf16.ones.float16[12] | fmt("g") =] and bfloat16 at
    [= runs.exceptions.bf16.ones.bfloat16[12] | fmt("g") =], and both are flat from there on.
    Bottom: the error of a bfloat16 sum of real gradients grows steadily, to more than a twentieth
    after 1024 images in every seed.
    """
    figure, (top, bottom) = plt.subplots(2, 1, figsize=(WIDTH, 5.8), sharex=True)
    calls, ones = bf16["calls"], bf16["ones"]
    top.plot(calls, ones["float32"], **RIGHT)
    top.plot(calls, ones["float16"], color="zg:fresh", lw=2, marker="^", ms=6)
    top.plot(calls, ones["bfloat16"], **WRONG)
    for kind, colour in (("float32", "correct"), ("float16", "fresh"), ("bfloat16", "stale")):
        end_label(top, calls[-1], ones[kind][-1], kind, f"zg:{colour}")
    top.text(24, 2.2, "bfloat16 with a float32 .grad\nfollows the solid line", color="zg:correct")
    top.set_yscale("log")
    top.set_yticks([1, 16, 256, 4096], ["1", "16", "256", "4096"])
    axis_title(top, ".grad after n gradients of 1, log scales")
    images, seeds = bf16["images"][1:], [list(seed)[1:] for seed in bf16["digits"]]
    for seed in seeds:
        bottom.plot(images, seed, color="zg:stale", lw=0.7, alpha=0.5)
    medians = [statistics.median(errors) for errors in zip(*seeds, strict=True)]
    bottom.plot(images, medians, **WRONG)
    end_label(bottom, images[-1], medians[-1], f"{medians[-1]:.0%}", "zg:stale")
    bottom.set(xscale="log", yscale="log", xlim=(0.9, 5000))
    bottom.set_xticks([1, 16, 256, 4096], ["1", "16", "256", "4096"])
    bottom.set_yticks([0.001, 0.01, 0.1], ["0.1%", "1%", "10%"])
    axis_title(bottom, "error of a bfloat16 .grad after n digits, log scales")
    bottom.set_xlabel("n, backward() calls in the window")
    for axes in (top, bottom):
        axes.minorticks_off()
    return figure


def more_steps(more_steps):
    """**On the same data, a step for each micro-batch ends lower than a step for eight of them**
    [= claim("exceptions/sgd_prefers_steps") =]. Left to right: the learning rate. Solid:
    [= runs.exceptions.more_steps.steps.N1 =] steps; dashed:
    [= runs.exceptions.more_steps.steps.N8 =] steps with the accumulated gradient of eight. Dots
    are 5 seeds, lines their medians. With Adam the gap closes at its largest rate
    [= claim("exceptions/adam_closes_the_gap") =]. An MLP 64-32-10 on scikit-learn's 1797 digits,
    micro-batches of 16, five epochs; the loss is over all digits.

    Alt: Two panels, SGD and Adam, with the loss after five epochs over the learning rate. In both,
    the line for a step after each micro-batch lies below the line for a step after eight. With SGD
    the lines stay apart at all four rates; with Adam they come close at the largest of three.
    """
    figure, panels = plt.subplots(2, 1, figsize=(WIDTH, 5.6), sharey=True)
    labels = {"N8": "a step for 8", "N1": "a step for each"}
    for axes, (kind, losses) in zip(panels, more_steps["losses"].items(), strict=True):
        rates = more_steps["rates"][kind]
        for name, style in (("N8", WRONG), ("N1", RIGHT)):
            for x, seeds in zip(rates, losses[name], strict=True):
                axes.plot([x] * len(seeds), seeds, ".", color=style["color"], ms=4, alpha=0.6)
            medians = [statistics.median(seeds) for seeds in losses[name]]
            axes.plot(rates, medians, **style)
            place = {"offset": (14, 9) if name == "N8" else (0, -20)}
            end_label(axes, rates[0], medians[0], labels[name], style["color"], **place)
        axes.set(xscale="log", yscale="log", ylim=(0.04, 2.8))
        axes.set_xticks(rates, [f"{rate:g}" for rate in rates])
        axes.set_yticks([0.1, 0.3, 1], ["0.1", "0.3", "1"])
        axes.minorticks_off()
        axis_title(axes, f"{kind}: loss after five epochs, log scales")
    panels[1].set_xlabel("learning rate")
    return figure
