"""Figures of the chapter "placement": recorded runs in, matplotlib figures out."""

from __future__ import annotations

from bisect import bisect
from itertools import permutations
from math import log10

import matplotlib.pyplot as plt

from scripts.drawing import style

EDGES = (0.9, 1.9, 3.1, 3.6)  # where forward, backward, step and the pause begin
LINES = {"Z": "zero_grad", "F": "forward", "L": "loss", "B": "backward", "S": "step"}
MARKS = {  # outcome: marker, role, fill, what the key says
    "same": ("o", "zg:correct", "full", "learn: the same weights, bit for bit"),
    "late": ("o", "zg:correct", "left", "learn the same, one iteration late"),
    "never": ("o", "zg:stale", "none", "never move a weight, say nothing"),
    "in_place": ("^", "zg:fresh", "full", "RuntimeError: modified in place"),
    "name": ("x", "zg:grid", "full", "NameError: a line uses what is not there"),
}


def every_order(orders):
    """Of the 120 orders of the five lines,
    [= runs.placement.orders.network.fresh.none["120"].counts.same =] train as they should, and
    [= runs.placement.orders.network.fresh.none["120"].counts.never =] train nothing without a word
    [= claim("placement/ten_orders_are_silent") =].
    Each sign is one order, really run. The two rows beside a line hold the 24 orders that begin
    with it; in them the other four lines change places as in a dictionary whose alphabet is
    zero_grad, forward, loss, backward, step, six orders to a block.
    Network 2-8-1 on 64 samples, SGD with learning rate 0.1, 40 iterations, seed 0, fresh script.

    Alt: A map of 120 signs in five pairs of rows, one pair for each first line. Full dots, the
    right orders, one with zero_grad first and three with forward first:
    [= runs.placement.orders.network.fresh.none["120"].counts.same =].
    Half dots, one iteration late, all with step first:
    [= runs.placement.orders.network.fresh.none["120"].counts.late =].
    Rings, no training and no message:
    [= runs.placement.orders.network.fresh.none["120"].counts.never =].
    Triangles, RuntimeError:
    [= runs.placement.orders.network.fresh.none["120"].counts.in_place =].
    Crosses, NameError, also every order that begins with loss or backward:
    [= runs.placement.orders.network.fresh.none["120"].counts.name =].
    """
    census = orders["network"]["fresh"]["none"]["120"]
    outcome = {order: r["outcome"] for r in census["results"] for order in r["orders"]}
    figure, (axes, key) = plt.subplots(2, figsize=(style.WIDTH, 5.0), height_ratios=(2.6, 1))
    for number, order in enumerate(permutations("ZFLBS")):
        group, place = divmod(number, 24)
        row, column = divmod(place, 12)
        x, y = column + 0.6 * (column // 6), 2 * group + row + 0.5 * group
        marker, role, fill, _ = MARKS[outcome["".join(order)]]
        _sign(axes, x, y, marker, role, fill)
    for group, line in enumerate(LINES.values()):
        axes.text(
            -1.1, 2.5 * group + 0.5, line, ha="right", va="center_baseline", family="monospace"
        )
    axes.set(xlim=(-5.3, 12.4), ylim=(11.8, -1.0))
    axes.text(-1.1, -1.25, "first line", ha="right", va="bottom", fontsize=11)
    axes.text(-0.3, -1.25, "the 24 orders of the other four", va="bottom", fontsize=11)
    for row, (outcome, (marker, role, fill, words)) in enumerate(MARKS.items()):
        _sign(key, 0.6, row, marker, role, fill)
        key.text(1.9, row, str(census["counts"][outcome]), ha="right", va="center_baseline")
        key.text(2.2, row, words, va="center_baseline")
    key.set(xlim=(0, 14), ylim=(4.6, -0.6))
    for each in (axes, key):
        each.set_axis_off()
    return figure


def memory_by_place(memory):
    """Clearing right after `step()` keeps the gradients away from everything that comes between
    two iterations: [= runs.placement.memory.batch_512["after step"].none.held | fmt(".1f") =]
    times the weights' bytes instead of
    [= runs.placement.memory.batch_512["at the top"].none.held | fmt(".1f") =]
    [= claim("placement/only_after_step_frees_between_iterations") =].
    Each panel is one iteration of one place, from left to right; the line is what is held, the
    hatched area a used gradient that is kept for nothing, the dot the peak.
    Four layers of width 512, batch of 512, SGD, third iteration, the allocator's events
    on a CPU, in units of the weights' own bytes; the batch itself is not counted.

    Alt: Four panels, one for each way to clear, of the memory held over one iteration. At the top:
    held [= runs.placement.memory.batch_512["at the top"].none.held | fmt(".2f") =] between
    iterations, peak [= runs.placement.memory.batch_512["at the top"].none.peak | fmt(".2f") =].
    Before backward: [= runs.placement.memory.batch_512["before backward"].none.held | fmt(".2f") =]
    and [= runs.placement.memory.batch_512["before backward"].none.peak | fmt(".2f") =]. After step:
    [= runs.placement.memory.batch_512["after step"].none.held | fmt(".2f") =] and
    [= runs.placement.memory.batch_512["after step"].none.peak | fmt(".2f") =]. With zeros,
    anywhere: [= runs.placement.memory.batch_512["after step"].zeros.held | fmt(".2f") =] and
    [= runs.placement.memory.batch_512["after step"].zeros.peak | fmt(".2f") =].
    """
    panels = (
        ("at the top", "none", "at the top of the loop"),
        ("before backward", "none", "before backward()"),
        ("after step", "none", "after step()"),
        ("after step", "zeros", "with set_to_none=False, anywhere"),
    )
    figure, all_axes = plt.subplots(4, figsize=(style.WIDTH, 6.4), sharex=True, sharey=True)
    figure.suptitle("memory held, 1 = the weights alone", x=0.01, ha="left", fontsize=11)
    least = _iteration(memory, "after step", "none")
    for axes, (place, clearing, words) in zip(all_axes, panels, strict=True):
        x, held = _iteration(memory, place, clearing)
        row = memory["batch_512"][place][clearing]
        grid = sorted({*x, *least[0]})
        axes.fill_between(
            grid,
            _on(grid, x, held),
            _on(grid, *least),
            step="post",
            hatch="////",
            facecolor="none",
            edgecolor="zg:stale",
            linewidth=0.5,
        )
        axes.step(x, held, where="post", color="zg:weight")
        top = held.index(max(held))
        axes.plot(x[top] + 0.01, held[top], "o", color="zg:ink")
        above = {"textcoords": "offset points", "ha": "center", "va": "bottom"}
        axes.annotate(f"peak {row['peak']:.2f}", (x[top], held[top]), xytext=(0, 5), **above)
        axes.annotate(f"{row['held']:.2f}", (4.1, row["held"]), xytext=(0, 3), **above)
        for edge in EDGES:
            axes.axvline(edge, color="zg:grid", linewidth=0.6, ymax=0.8)
        axes.set(ylim=(0, 5.2), yticks=(0, 1, 2, 3, 4), xlim=(0, 4.6))
        style.axis_title(axes, f"zero_grad() {words}")
        axes.tick_params(bottom=False)
    middle = [(a + b) / 2 for a, b in zip((0, *EDGES), (*EDGES, 4.6), strict=True)]
    axes.set_xticks(middle, ("between", "forward", "backward", "step", "between"))
    return figure


def skipped_batch(interruptions):
    """One batch that is not finite costs one step; with the clearing after `step()` and none on the
    skip it costs all that follow:
    [= runs.placement.interruptions.skipped["after step"][0] =] of
    [= runs.placement.interruptions.batches =] batches are skipped, in every one of five seeds
    [= claim("placement/one_bad_batch_ends_training") =].
    Above, the loss of each batch, thin for a seed, thick for the median; below, the batches that
    were skipped. Network 64-32-10 on digits, batches of 32, SGD with learning rate 0.3, seeds 0–4.

    Alt: Loss against batch number. With zero_grad at the top the loss falls from 2.3 to a median of
    [= (runs.placement.interruptions.last_ten["at the top"] | sort)[2] | fmt(".1f") =] over the last
    ten batches, and one batch is skipped. With zero_grad only after step the loss stays where it
    was at the bad batch, at
    [= (runs.placement.interruptions.last_ten["after step"] | sort)[2] | fmt(".1f") =], and every
    later batch is skipped.
    """
    places = {"at the top": ("zg:correct", "-"), "after step": ("zg:stale", (0, (4, 2)))}
    figure, (axes, strip) = plt.subplots(
        2, figsize=(style.WIDTH, 3.9), sharex=True, height_ratios=(4, 1)
    )
    bad = interruptions["which"]["at the top"][0]
    for row, (place, (colour, dash)) in enumerate(places.items()):
        runs = interruptions["losses"][place]
        middle = [sorted(column)[len(column) // 2] for column in zip(*runs, strict=True)]
        first = 1 if place == "at the top" else bad  # until then the two are one
        for losses in (*runs, middle):
            width, alpha = (2, 1) if losses is middle else (0.5, 0.5)
            shown = range(first, len(losses) + 1), losses[first - 1 :]
            axes.plot(*shown, color=colour, linewidth=width, alpha=alpha, linestyle=dash)
        skipped = interruptions["which"][place]
        strip.plot(skipped, [row] * len(skipped), "x", color=colour, markersize=4)
    axes.axvline(bad, color="zg:grid", linewidth=0.8)
    axes.annotate(
        "the bad batch", (bad, 0.35), xytext=(-5, 0), textcoords="offset points", ha="right"
    )
    style.end_label(
        axes, 57, 2.12, "after step", "zg:stale", ha="right", va="bottom", offset=(0, 0)
    )
    style.end_label(axes, 57, 0.45, "at the top", "zg:correct", ha="right", va="top", offset=(0, 0))
    style.axis_title(axes, "loss of the batch")
    axes.set(ylim=(0, 2.6), xlim=(0, 58))
    style.axis_title(strip, "batches skipped")
    strip.set(ylim=(1.7, -0.7), yticks=(0, 1), yticklabels=tuple(places), xlabel="batch")
    strip.set_xticks((1, bad, 40, 57))
    return figure


def clearing_too_rarely(rates):
    """At a small learning rate the mistake looks like progress; at the rate where the right loop
    is best it is lost: at 0.01 the median training loss is
    [= runs.placement.rates.median_loss["every epoch"][1] | fmt(".2f") =] with `zero_grad()` once
    per epoch and [= runs.placement.rates.median_loss["every iteration"][1] | fmt(".2f") =] with it
    every iteration, at 0.3 it is
    [= runs.placement.rates.median_loss["every epoch"][4] | fmt(".2f") =] and
    [= runs.placement.rates.median_loss["every iteration"][4] | fmt(".2f") =]
    [= claim("placement/mistakes_win_at_small_rates") =]
    [= claim("placement/mistakes_lose_at_the_best_rate") =].
    Thin lines are seeds, thick lines their median. Network 64-32-10 on 1437 digits, SGD, batches of
    32, 5 epochs, seeds 0–4.

    Alt: Training loss against learning rate, both logarithmic. Every iteration: falls from
    [= runs.placement.rates.median_loss["every iteration"][0] | fmt(".2f") =] at 0.003 to
    [= runs.placement.rates.median_loss["every iteration"][5] | fmt(".2f") =] at 1.
    Every epoch: lowest at 0.03,
    [= runs.placement.rates.median_loss["every epoch"] | min | fmt(".2f") =], then rises to
    [= runs.placement.rates.median_loss["every epoch"][5] | fmt(".1f") =].
    Before the loop: rises from
    [= runs.placement.rates.median_loss["before the loop"][0] | fmt(".2f") =] at 0.003 to
    [= runs.placement.rates.median_loss["before the loop"][5] | fmt(".1f") =] at 1.
    """
    looks = {
        "every iteration": ("zg:correct", "-", "o"),
        "every epoch": ("zg:stale", (0, (4, 2)), "o"),
        "before the loop": ("zg:stale", (0, (1, 1.5)), "s"),
    }
    figure, axes = plt.subplots(figsize=(style.WIDTH, 3.6))
    x = [log10(lr) for lr in rates["lr"]]
    for clear, (colour, dash, marker) in looks.items():
        for losses in rates["loss"][clear]:
            axes.plot(x, losses, color=colour, linestyle=dash, linewidth=0.6, alpha=0.6)
        fill = colour if clear == "every iteration" else "zg:paper"
        axes.plot(
            x,
            rates["median_loss"][clear],
            color=colour,
            linestyle=dash,
            marker=marker,
            markerfacecolor=fill,
        )
        style.end_label(axes, x[-1], rates["median_loss"][clear][-1], clear, colour)
    axes.set_yscale("log")
    axes.set_xticks(x, [f"{lr:g}" for lr in rates["lr"]])
    axes.set_yticks((0.1, 0.3, 1, 3), ("0.1", "0.3", "1", "3"), minor=False)
    axes.minorticks_off()
    axes.set(xlabel="learning rate (log scale)", xlim=(x[0] - 0.08, 1.35))
    axes.spines["bottom"].set_bounds(x[0] - 0.08, 0.05)
    style.axis_title(axes, "training loss after 5 epochs (log scale)")
    return figure


def _sign(axes, x, y, marker, role, fill):
    axes.plot(
        x,
        y,
        marker,
        color=role,
        fillstyle=fill,
        markerfacecoloralt="none",
        markersize=7,
        markeredgewidth=1.4,
    )


def _iteration(memory, place, clearing):
    """Positions along the axis and what is held there, from one pause to the next."""
    phases = memory["phases"][f"{place}, {'none' if clearing == 'none' else 'zeros'}"]
    held = memory["batch_512"][place][clearing]["held"]
    x, y = [0.0], [held]
    for name, start, end in (("forward", *EDGES[:2]), ("backward", *EDGES[1:3])):
        values = phases[name]
        x += [start + (end - start) * i / len(values) for i in range(len(values))]
        y += values
    x, y = [*x, EDGES[2], EDGES[3], 4.6], [*y, y[-1], held, held]
    steps = [i for i in range(len(y)) if i in (0, len(y) - 1) or y[i] != y[i - 1]]
    return [x[i] for i in steps], [y[i] for i in steps]


def _on(grid, x, y):
    """The values of a step line at the positions of another grid."""
    return [y[bisect(x, position) - 1] for position in grid]
