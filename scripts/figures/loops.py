"""Figures of the chapter "loops": recorded runs in, matplotlib figures out."""

from __future__ import annotations

from itertools import accumulate

import matplotlib.pyplot as plt
from matplotlib.ticker import NullLocator

from scripts.drawing.style import WIDTH, axis_title, end_label


def gan(gan):
    """**With a hinge loss, a leak from the generator's turn spoils the discriminator; with
    cross-entropy you do not see it.** In the last 100 iterations the fakes of the leaking hinge GAN
    are further from the data in each of [= runs.loops.gan.seeds | length =] seeds
    [= claim("loops/hinge_leak_hurts") =]; with cross-entropy the medians stay close
    [= claim("loops/entropy_leak_hides") =]. Thin lines are seeds, in means of ten iterations, thick
    ones medians. Data: normal with mean 4; networks of 16 hidden units, SGD with lr 0.05 and 0.2.

    Alt: Two panels, distance of the fakes from the data over 300 iterations. Hinge loss: cleared,
    the lines fall to about [= runs.loops.gan.hinge.median.cleared[29] | fmt(".1f") =]; leaked, they
    spread out above, to a median of [= runs.loops.gan.hinge.median.leaked[29] | fmt(".1f") =].
    Cross-entropy: both bundles of lines lie on each other.
    """
    figure, panels = plt.subplots(2, 1, figsize=(WIDTH, 5.2), sharex=True, sharey=True)
    iterations = [10 * i + 5 for i in range(30)]
    for axes, loss, words in zip(
        panels, ("hinge", "cross_entropy"), ("hinge loss", "cross-entropy"), strict=True
    ):
        run = gan[loss]
        for name, colour, dash in (("leaked", "zg:stale", (0, (4, 2))), ("cleared", *CORRECT)):
            for curve in run[name]:
                axes.plot(iterations, curve, color=colour, lw=0.7, alpha=0.45)
            axes.plot(iterations, run["median"][name], color=colour, lw=2.8, ls=dash)
        axes.set(ylim=(0, 5), yticks=[0, 2, 4], xlim=(0, 300), xticks=[0, 100, 200, 300])
        axis_title(axes, f"distance of the fakes from the data, {words}")
    top, bottom = panels
    end = gan["hinge"]["median"]
    end_label(top, 295, end["leaked"][-1], "leaked", "zg:stale")
    end_label(top, 295, end["cleared"][-1], "cleared", "zg:correct")
    end_label(bottom, 295, gan["cross_entropy"]["median"]["cleared"][-1], "both", "zg:correct")
    bottom.set_xlabel("iteration")
    return figure


CORRECT = ("zg:correct", "-")


def truncated(truncated):
    """**A chunk of [= runs.loops.truncated.lag =] time steps learns little about
    [= runs.loops.truncated.lag =] steps ago; a chunk of [= runs.loops.truncated.lag + 1 =] learns
    nearly all** [= claim("loops/chunk_must_exceed_lag") =]. A dot is one seed, the line the median
    of [= runs.loops.truncated.losses[0] | length =]; a loss of 1 is that of a network that always
    says 0. An RNN with 16 hidden units echoes the random signs that it saw
    [= runs.loops.truncated.lag =] steps before; Adam with lr 0.01, one step per chunk, 200 chunks;
    the hidden state is carried over and detached.

    Alt: Loss after training against the length of a chunk, from 1 to 10 time steps. Up to
    [= runs.loops.truncated.lag =] steps the median loss is between
    [= runs.loops.truncated.median[:5] | min | fmt(".2f") =] and
    [= runs.loops.truncated.median[:5] | max | fmt(".2f") =]; from
    [= runs.loops.truncated.lag + 1 =] on it is below
    [= runs.loops.truncated.median[5:] | max | fmt(".3f") =]: a cliff between the two.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.2))
    lag = truncated["lag"]
    for chunk, losses in zip(truncated["chunks"], truncated["losses"], strict=True):
        style = (
            {"mfc": "zg:paper", "color": "zg:stale"} if chunk <= lag else {"color": "zg:correct"}
        )
        axes.plot([chunk] * len(losses), losses, "o", ms=6, **style)
    axes.plot(truncated["chunks"], truncated["median"], color="zg:ink", lw=1.2, zorder=0)
    axes.axvline(lag + 0.5, color="zg:grid", lw=1, ls=(0, (4, 3)))
    axes.text(lag + 0.35, 0.42, "the gradient ends\nbefore the input", color="zg:stale", ha="right")
    axes.text(lag + 0.65, 0.42, "the gradient\nreaches the input", color="zg:correct")
    axes.set(ylim=(-0.04, 1.15), yticks=[0, 0.5, 1], xticks=truncated["chunks"])
    axes.set_xlabel("time steps in a chunk")
    axis_title(axes, "loss after 200 chunks")
    return figure


def lbfgs(lbfgs):
    """**Cleared in its closure, L-BFGS reaches the end of Rosenbrock's valley from each of
    [= runs.loops.lbfgs.ends.inside | length =] starts; cleared before the step, it gets stuck on
    the way** [= claim("loops/clear_in_the_closure") =]. Here is one start. A line is the
    lowest value found so far, over the calls of the closure, on a log scale; the valley's lowest
    value is 0. Ten steps with lr 1 and a strong Wolfe line search, from (−1.5, 2). The two dashed
    lines go on beyond the right edge, and end at
    [= runs.loops.lbfgs.before[-1] | fmt(".1f") =] and
    [= runs.loops.lbfgs.never[-1] | fmt(".1f") =].

    Alt: Lowest value found so far against calls of the closure, log scale. Cleared in the closure,
    the line falls from [= runs.loops.lbfgs.inside[0] | fmt("g") =] to less than a millionth within
    [= runs.loops.lbfgs.inside | length - 1 =] calls. Cleared before the step, it stays near
    [= runs.loops.lbfgs.before[-1] | fmt(".1f") =]; never cleared, near
    [= runs.loops.lbfgs.never[-1] | fmt(".1f") =].
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.4))
    lines = (
        ("before", "zg:stale", (0, (4, 2))),
        ("never", "zg:stale", (0, (1, 1.4))),
        ("inside", "zg:correct", "-"),
    )
    for name, colour, dash in lines:
        best = [max(value, 1e-14) for value in accumulate(lbfgs[name], min)]
        shown = [(call, value) for call, value in enumerate(best, 1) if call <= EDGE]
        axes.step(*zip(*shown, strict=True), where="post", color=colour, ls=dash, lw=2.4)
    last = len(lbfgs["inside"])
    axes.text(EDGE, 30, "cleared before the step", color="zg:stale", ha="right", va="bottom")
    axes.text(EDGE, 0.15, "never cleared", color="zg:stale", ha="right", va="top")
    axes.text(last - 6, 1e-6, "cleared in the closure", color="zg:correct")
    axes.set(yscale="log", xlim=(0, EDGE), xticks=[0, 25, 50, 75, 100])
    axes.set(ylim=(1e-15 if min(lbfgs["inside"]) < 1e-13 else 1e-12, 1e3), yticks=[1, 1e-5, 1e-10])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticklabels(["1", "10⁻⁵", "10⁻¹⁰"])
    axes.set_xlabel("calls of the closure")
    axis_title(axes, "lowest value so far (log scale)")
    return figure


EDGE = 100  # calls of the closure that the L-BFGS figure shows


def step_in_backward(step_in_backward):
    """**A step inside `backward()` never holds more than one gradient:
    [= runs.loops.step_in_backward.held_early | max // 1024 =] KiB in place of
    [= (runs.loops.step_in_backward.held | max / 1024) | fmt(".0f") =]**
    [= claim("loops/step_in_backward_holds_one") =]. Bytes in `.grad` at the moment a gradient
    arrives, in the order of arrival: the last layer's bias and weight come first. Ten linear layers
    of 64 × 64, one `backward()`, SGD; counted on the CPU.

    Alt: Kibibytes of gradients held against the number of gradients that have arrived, 1 to
    [= runs.loops.step_in_backward.parameters =]. With one step at the end, a staircase rises to
    [= (runs.loops.step_in_backward.held | max / 1024) | fmt(".0f") =] KiB. With a step for each
    gradient, the line stays flat, between 0 and
    [= runs.loops.step_in_backward.held_early | max // 1024 =] KiB.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.2))
    arrivals = range(1, step_in_backward["parameters"] + 1)
    held, early = (
        [value / 1024 for value in step_in_backward[name]] for name in ("held", "held_early")
    )
    style = {"where": "post", "marker": "o", "ms": 5}
    axes.step(arrivals, held, color="zg:stale", mfc="zg:paper", ls=(0, (3, 1.5)), **style)
    axes.step(arrivals, early, color="zg:correct", **style)
    axes.text(10.3, held[10] + 12, "one step, after backward()", color="zg:stale", ha="right")
    axes.text(20.2, max(early) + 9, "a step for each gradient", color="zg:correct", ha="right")
    axes.set(xlim=(0, 20.5), ylim=(0, 180), xticks=[1, 5, 10, 15, 20], yticks=[0, 50, 100, 150])
    axes.set_xlabel("gradients that have arrived")
    axis_title(axes, "KiB held in .grad")
    return figure


def ddp(ddp):
    """**Averaged at the wrong micro-batch, two ranks train two models: one ends at
    [= runs.loops.ddp.first[0][29] | fmt(".2f") =], the other at
    [= runs.loops.ddp.first[1][29] | fmt(".2f") =]** [= claim("loops/off_by_one_parts_ranks") =].
    Each rank's weight after every window of four micro-batches. Rank 0 has data of y = x, rank 1 of
    y = 3x; the weight that fits all of the data is 2. Two gloo processes, one weight, SGD with
    lr 0.1; the first 15 of 30 windows.

    Alt: Weight on each rank over 15 windows, from 0. Averaged at the last micro-batch, both ranks
    rise together to [= runs.loops.ddp.last[0][29] | fmt(".2f") =]. Averaged at the first, rank 1
    rises to [= runs.loops.ddp.first[1][29] | fmt(".2f") =] and rank 0 to
    [= runs.loops.ddp.first[0][29] | fmt(".2f") =].
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.6))
    windows = range(16)
    both = [0, *ddp["last"][0][:15]]
    axes.plot(windows, both, color="zg:correct", lw=3, marker="o", ms=6)
    for rank, marker in ((0, "v"), (1, "^")):
        weights = [0, *ddp["first"][rank][:15]]
        axes.plot(windows, weights, color="zg:stale", ls=(0, (4, 2)), marker=marker, mfc="zg:paper")
    places = ((2.62, "off by one: rank 1", "zg:stale"), (1.62, "both ranks", "zg:correct"))
    for height, words, colour in (*places, (0.62, "off by one: rank 0", "zg:stale")):
        axes.text(15, height, words, color=colour, ha="right")
    axes.set(xlim=(-0.3, 15.4), ylim=(0, 3.2), xticks=[0, 5, 10, 15], yticks=[0, 1, 2, 3])
    axes.set_xlabel("windows of four micro-batches")
    axis_title(axes, "weight")
    return figure
