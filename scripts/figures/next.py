"""Figures of the chapter "next": recorded runs in, matplotlib figures out."""

from __future__ import annotations

import matplotlib.pyplot as plt

from scripts.drawing.style import WIDTH, axis_title, end_label

DASHES = (0, (3, 1.2))


def clipping(clipping):
    """**Clipped at norm 3, the network learns; not clipped, it hardly does.** In the last epoch
    the median loss is [= runs.next.clipping.fast.median.clipped.last | fmt(".2f") =] against
    [= runs.next.clipping.fast.median.unclipped.last | fmt(".2f") =]
    [= claim("next/clipping_learns") =]. Above: the norm of every gradient of seed 0 before it is
    clipped; filled triangles are clipped, [= runs.next.clipping.fast.clipped[0].above
    | fmt(".0%") =] of all. Below: the loss, in means of ten steps; thin lines are seeds (0 to 6),
    thick ones their median. `clipping.py`: 32 recurrent units, SGD with lr 0.2, 200 steps.

    Alt: Two charts over 200 steps. Above, gradient norms on a log scale, each a triangle;
    [= runs.next.clipping.fast.clipped[0].above | fmt(".0%") =] of them are above the line at 3 and
    filled. Below, the loss in seven seeds. Clipped, the median falls from
    [= runs.next.clipping.fast.median.clipped.losses[0] | fmt(".1f") =] to
    [= runs.next.clipping.fast.median.clipped.losses[-1] | fmt(".1f") =]. Not clipped, the lines
    scatter, and the median ends at
    [= runs.next.clipping.fast.median.unclipped.losses[-1] | fmt(".1f") =].
    """
    figure, (top, bottom) = plt.subplots(
        2, figsize=(WIDTH, 5.2), sharex=True, height_ratios=(1, 1.25)
    )
    _norms(top, clipping["norms"], clipping["max_norm"])
    steps = range(5, 200, 10)
    for name, colour, dash in (
        ("unclipped", "zg:stale", DASHES),
        ("clipped", "zg:correct", "-"),
    ):
        for row in clipping["fast"][name]:
            bottom.plot(steps, row["losses"], color=colour, lw=0.7, alpha=0.5)
        median = clipping["fast"]["median"][name]["losses"]
        bottom.plot(steps, median, color=colour, lw=2.6, ls=dash)
    bottom.set(xlim=(0, 200), ylim=(0, 3), xticks=[0, 50, 100, 150, 200], xlabel="step")
    bottom.set_yticks(range(4))
    axis_title(bottom, "loss, in means of ten steps")
    last = clipping["fast"]["median"]
    end_label(bottom, 195, last["clipped"]["losses"][-1], "clipped", "zg:correct", offset=(10, 0))
    words = "not\nclipped"
    end_label(bottom, 195, last["unclipped"]["losses"][-1], words, "zg:stale", offset=(10, 0))
    return figure


def _norms(axes, norms, limit):
    """Every norm of a run, in log scale, and the line at which it is clipped."""
    steps = range(1, len(norms) + 1)
    for kept, style in ((True, {"mfc": "zg:paper", "ms": 3.5}), (False, {"ms": 4.5})):
        shown = [(s, n) for s, n in zip(steps, norms, strict=True) if (n <= limit) is kept]
        axes.plot(*zip(*shown, strict=True), "^", color="zg:fresh", mew=0.8, **style)
    axes.axhline(limit, color="zg:ink", lw=1)
    axes.set(yscale="log", ylim=(0.2, 40))
    axes.set_yticks([0.3, 1, 3, 10, 30], ["0.3", "1", "3", "10", "30"])
    axes.minorticks_off()
    axis_title(axes, "gradient norm before clipping, log scale")
    end_label(axes, 195, limit, "clipped\nto 3", "zg:ink", offset=(10, 0))


def optimizers(optimizers):
    """**Each optimizer has a rate of its own:
    [= runs.next.optimizers.best["SGD"].rate | fmt("g") =] for SGD,
    [= runs.next.optimizers.best["AdamW"].rate | fmt("g") =] for AdamW. Each at its best rate, the
    four are within [= (100 * runs.next.optimizers.best_apart) | fmt(".1f") =] points of each
    other** [= claim("next/each_has_its_rate") =]. One chart for each optimizer, all with the same
    axes. Thin lines are seeds (0 to 4), the thick one is their median, the ring marks its highest
    point. `optimizers.py`: a network of two matrices, five epochs of digits in batches of 70;
    AdamW and Muon with their default weight decay.

    Alt: Four charts of held-out accuracy over eight learning rates from 0.001 to 3 on a log scale.
    Each rises to a top and falls. The tops:
    [% for name, best in runs.next.optimizers.best.items() -%]
    [= name =]: [= best.median | fmt(".1%") =] at [= best.rate | fmt("g") =]
    [%- if not loop.last %]; [% endif %]
    [%- endfor %]. At a rate of 3, Muon is at
    [= runs.next.optimizers.median["Muon"][7] | fmt(".0%") =] and SGD at
    [= runs.next.optimizers.median["SGD"][7] | fmt(".0%") =].
    """
    figure, panels = plt.subplots(4, figsize=(WIDTH, 6.6), sharex=True, sharey=True)
    rates = optimizers["rates"]
    for axes, (name, rows) in zip(panels, optimizers["accuracy"].items(), strict=True):
        for seed in zip(*rows, strict=True):
            axes.plot(rates, [100 * a for a in seed], color="zg:weight", lw=0.7, alpha=0.5)
        median = [100 * a for a in optimizers["median"][name]]
        axes.plot(rates, median, "-o", color="zg:weight", lw=2.4, ms=4)
        best = optimizers["best"][name]
        ring = {"mfc": "none", "mec": "zg:correct", "mew": 1.8, "ms": 11}
        axes.plot(best["rate"], 100 * best["median"], "o", **ring, clip_on=False)
        words = f"{100 * best['median']:.1f}% at {best['rate']:g}"
        axes.set_title(words, loc="right", color="zg:correct", fontsize=11)
        axis_title(axes, f"{name}: held-out accuracy" if axes is panels[0] else name)
    panels[0].set(xscale="log", xlim=(0.0008, 3.7), ylim=(0, 100))
    panels[0].set_yticks([0, 50, 100], ["0", "50", "100%"])
    panels[-1].set_xticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    panels[-1].minorticks_off()
    panels[-1].set_xlabel("learning rate, log scale")
    return figure


def schedule(schedule):
    """**With warm-up and cosine, a rate that is too high becomes usable.** After 200 steps the
    median loss on all training digits is
    [= runs.next.schedule.ends["0.2"].both.median.loss | fmt(".3f") =]; at the constant rate it is
    [= runs.next.schedule.ends["0.2"].constant.median.loss | fmt(".3f") =]
    [= claim("next/schedule_bears_the_rate") =]. Above: the rate of each step. Below: the loss of
    the batches, in means of ten; thin lines are seeds (0 to 4), thick ones their median.
    `schedule.py`: 32 hidden units, AdamW with lr 0.2, 200 steps in batches of 70.

    Alt: Two charts over 200 steps. Above, the learning rate: constant at 0.2, or in a straight
    line from 0.01 up to 0.2 in 20 steps and down to 0 along half a cosine. Below, the loss on a log
    scale. At the constant rate the median is
    [= runs.next.schedule.median_losses.constant[9] | fmt(".2f") =] half way and
    [= runs.next.schedule.median_losses.constant[-1] | fmt(".2f") =] at the end. With the schedule
    it is [= runs.next.schedule.median_losses.both[9] | fmt(".2f") =] half way and
    [= runs.next.schedule.median_losses.both[-1] | fmt(".2f") =] at the end.
    """
    figure, (top, bottom) = plt.subplots(
        2, figsize=(WIDTH, 5.0), sharex=True, height_ratios=(1, 1.6)
    )
    steps = range(1, 201)
    middles = range(5, 201, 10)
    for name, colour, dash in (("constant", "zg:stale", DASHES), ("both", "zg:correct", "-")):
        top.plot(steps, schedule["rates"][name], color=colour, lw=2.4, ls=dash)
        for losses in schedule["losses"][name]:
            bottom.plot(middles, losses, color=colour, lw=0.7, alpha=0.5)
        bottom.plot(middles, schedule["median_losses"][name], color=colour, lw=2.6, ls=dash)
    top.set(ylim=(0, 0.22), yticks=[0, 0.1, 0.2])
    top.set_yticks([0, 0.1, 0.2], ["0", "0.1", "0.2"])
    axis_title(top, "learning rate")
    end_label(top, 200, 0.2, "constant", "zg:stale")
    end_label(top, 200, 0.0, "schedule", "zg:correct")
    bottom.set(yscale="log", xlim=(0, 200), ylim=(0.003, 4), xlabel="step")
    bottom.set_xticks([0, 20, 50, 100, 150, 200])
    bottom.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    bottom.minorticks_off()
    axis_title(bottom, "loss, in means of ten steps, log scale")
    for name, words, colour in (
        ("constant", "constant", "zg:stale"),
        ("both", "schedule", "zg:correct"),
    ):
        end_label(bottom, 195, schedule["median_losses"][name][-1], words, colour, offset=(12, 0))
    return figure
