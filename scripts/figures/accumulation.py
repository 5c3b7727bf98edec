"""Figures of the chapter "accumulation": recorded runs in, matplotlib figures out."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch, Rectangle

from scripts.drawing.style import WIDTH, axis_title, end_label, hop

ROWS = ("zero_grad()", "prediction", "loss", "backward()", "step()")
UNIT = 6.8  # of the ledger: canvas units for 1 of w.grad


def ledger(ledger):
    """**`.grad` adds.** In iteration 2 the right gradient is
    [= runs.accumulation.ledger.cleared[8].grad | fmt("g") =]. The loop that forgets `zero_grad()`
    adds it to the old one and steps along
    [= runs.accumulation.ledger.forgotten[8].grad | fmt("g") =]
    [= claim("accumulation/ledger_adds") =]. Each row is one line of the loop; the bar is `w.grad`
    after it, and a dashed empty box is `None`, which is not 0. One weight `w`, loss
    \\((w \\cdot 1 - 4)^2 / 2\\), SGD with lr 0.5 from w = 0; the best w is 4.

    Alt: Two ledgers side by side, twenty rows each: five lines of code in each of four
    iterations, with w.grad drawn as a bar after every line. With zero_grad(), w.grad is None at
    the start of every iteration; after backward() it is
    [= runs.accumulation.ledger.cleared[3].grad | fmt("g") =],
    [= runs.accumulation.ledger.cleared[8].grad | fmt("g") =],
    [= runs.accumulation.ledger.cleared[13].grad | fmt("g") =] and
    [= runs.accumulation.ledger.cleared[18].grad | fmt("g") =], and w ends at
    [= runs.accumulation.ledger.cleared[19].weight | fmt("g") =]. Without the call, what an
    iteration leaves is still there in the next: w.grad is
    [= runs.accumulation.ledger.forgotten[3].grad | fmt("g") =],
    [= runs.accumulation.ledger.forgotten[8].grad | fmt("g") =],
    [= runs.accumulation.ledger.forgotten[13].grad | fmt("g") =] and
    [= runs.accumulation.ledger.forgotten[18].grad | fmt("g") =], and w ends at
    [= runs.accumulation.ledger.forgotten[19].weight | fmt("g") =].
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 5.9), layout="none")
    axes.set(xlim=(0, 360), ylim=(424.8, 0), position=(0, 0, 1, 1))
    axes.axis("off")
    axes.text(6, 14, "iteration", va="center")
    for i, row in enumerate(ledger["cleared"]):
        axes.text(91, _y(i), ROWS[i % 5], family="monospace", ha="right", va="center")
        if i % 5 == 2:
            axes.text(12, _y(i), row["iteration"], fontsize=17, ha="center", va="center")
    _strip(axes, 142, ledger["cleared"], "with zero_grad()", "zg:correct")
    _strip(axes, 257, ledger["forgotten"], "zero_grad() forgotten", "zg:stale")
    _key(axes, 412)
    return figure


def _y(i):
    """Height of row i on the ledger's canvas: twenty rows, with a gap after every five."""
    return 40 + 15.5 * i + 10 * (i // 5)


def _strip(axes, zero, rows, title, colour, unit=UNIT):
    """One loop: w.grad after each line, as a signed bar from `zero`; words to the right of it."""
    axes.text(zero - 6 * unit, 14, title, color=colour, weight="bold", va="center")
    for i, row in enumerate(rows):
        _row(axes, zero, _y(i), row, unit)
        if i % 5 == 4:
            axes.plot([zero, zero], [_y(i - 4) - 8, _y(i) + 8], color="zg:ink", lw=0.8)
    bottom = _y(len(rows) - 1) + 14
    axes.plot([zero - 6 * unit, zero], [bottom, bottom], color="zg:ink", lw=0.8)
    for tick in (-6, -3, 0):
        x = zero + tick * unit
        axes.plot([x, x], [bottom, bottom + 3], color="zg:ink", lw=0.8)
        axes.text(x, bottom + 12, _number(tick), ha="center", va="center")
    axes.text(zero + 9, bottom + 12, "w.grad", family="monospace", va="center")


def _row(axes, zero, y, row, unit):
    """The state after one line of the loop."""
    fresh = row["fresh"] if row["line"] == "loss.backward()" else 0
    if row["grad"] is None:
        _none(axes, zero - 5.6 * unit, y, "None" if "zero" in row["line"] else "", 4.85 * unit)
    else:
        kept, whole = (row["grad"] - fresh) * unit, row["grad"] * unit
        height, half = (6.2, 3.7) if fresh and kept else (11, 0)  # one below the other, if two
        _bar(axes, zero, y - half, 0, kept, height, **KEPT)
        _bar(axes, zero, y + half, kept, whole, height, **FRESH)
    words, colour = _words(row, fresh)
    axes.text(zero + 5, y, words, color=colour, va="center")


KEPT = {"edgecolor": "zg:stale", "facecolor": ("zg:stale", 0.22), "linestyle": (0, (3, 1))}
FRESH = {"edgecolor": "zg:fresh", "facecolor": "none", "hatch": "////"}


def _bar(axes, zero, y, start, end, height, **style):
    if start != end:
        axes.add_patch(Rectangle((zero + start, y - height / 2), end - start, height, **style))


def _none(axes, x, y, words="", width=33):
    """A dashed empty box: there is no gradient, which is not a gradient of 0."""
    style = {"edgecolor": "zg:ink", "facecolor": "none", "linestyle": (0, (2, 2)), "lw": 0.8}
    axes.add_patch(FancyBboxPatch((x, y - 4), width, 8, "round,pad=2", **style))
    axes.text(x + width / 2, y, words, ha="center", va="center")


def _words(row, fresh):
    """What the ledger notes beside a line, and the role of its colour."""
    if not row["ran"]:
        return "not called", "zg:ink"
    if row["line"] == "loss.backward()":
        kept, total = row["grad"] - fresh, _number(row["grad"])
        sign = "+" if fresh > 0 else "−"
        sum_ = f"{_number(kept)} {sign} {_number(abs(fresh))} = {total}"
        return sum_ if kept else total, "zg:fresh"
    if row["line"] == "optimizer.step()":
        return f"w = {_number(row['weight'])}", "zg:weight"
    return (f"loss = {_number(row['loss'])}" if "loss" in row["line"] else ""), "zg:ink"


def _key(axes, y):
    """What the three kinds of box mean."""
    for x, width, style, words in ((12, 26, FRESH, "added by backward()"), (176, 26, KEPT, "kept")):
        axes.add_patch(Rectangle((x, y - 5.5), width, 11, **style))
        axes.text(x + width + 6, y, words, va="center")
    _none(axes, 252, y)
    axes.text(294, y, "None", va="center")


def _number(value):
    return f"{value:g}".replace("-", "−")


def hill(hill):
    """**Forgotten, the ball has no friction.** It starts
    [= (runs.accumulation.hill.target - runs.accumulation.hill.forgotten[0]) | fmt("g") =] from the
    lowest point, passes it, and after four iterations it is
    [= (runs.accumulation.hill.forgotten[4] - runs.accumulation.hill.target) | fmt("g") =] away on
    the other side [= claim("accumulation/hill_swings_on") =]. The curve is the loss; the numbers
    count iterations, 0 is the start. The weight, loss and lr (0.5) are those of the ledger.

    Alt: A bowl drawn twice. With zero_grad() the weight moves down one side in shorter and
    shorter steps, from [= runs.accumulation.hill.cleared[0] | fmt("g") =] to
    [= runs.accumulation.hill.cleared[1] | fmt("g") =],
    [= runs.accumulation.hill.cleared[2] | fmt("g") =],
    [= runs.accumulation.hill.cleared[3] | fmt("g") =], and settles at 4. Forgotten, it goes from
    [= runs.accumulation.hill.forgotten[0] | fmt("g") =] past the lowest point and up the other
    side to [= runs.accumulation.hill.forgotten[4] | fmt(".2f") =], above the height of the start.
    """
    figure, panels = plt.subplots(2, 1, figsize=(WIDTH, 5.0), sharex=True, sharey=True)
    target, start = hill["target"], hill["cleared"][0]
    bowl = [target - 4.75 + i / 20 for i in range(191)]
    for axes in panels:
        axes.plot(bowl, [_height(w, target) for w in bowl], color="zg:grid", lw=1.2)
        axes.set(xticks=[0, 4, 8], yticks=[0, 4, 8], ylim=(-1.5, 11.4))
        axis_title(axes, "loss")
    top, bottom = panels
    bottom.set_xlabel("w")
    place = {"ha": "center", "va": "center"}
    top.text(
        target, 10.4, "with zero_grad(): it settles", color="zg:correct", weight="bold", **place
    )
    bottom.axhline(_height(start, target), color="zg:grid", lw=0.8, ls=(0, (4, 3)))
    bottom.text(target, 8.7, "height of the start", **place)
    top.annotate("4, 5, …", (target, 0), (-2, 20), textcoords="offset points", color="zg:correct")
    bottom.text(target, 10.4, "forgotten: it swings on", color="zg:stale", weight="bold", **place)
    _balls(top, hill["cleared"][:5], target, "zg:correct", "zg:correct", CLEARED_PLACES)
    _balls(bottom, hill["forgotten"][:5], target, "zg:stale", "zg:paper", FORGOTTEN_PLACES)
    return figure


CLEARED_PLACES = ((-12, -4), (-11, -6), (-5, -13), (-3, 14), None)
FORGOTTEN_PLACES = ((-12, -5), (-11, -6), (6, -13), (12, -4), (13, -4))


def _balls(axes, weights, target, colour, fill, places):
    """The weight at the start (0) and after each iteration, on the bowl, numbered."""
    for i, (w, place) in enumerate(zip(weights, places, strict=True)):
        height = _height(w, target)
        axes.plot(w, height, "o", ms=8, color=colour, mfc=fill, mew=2)
        if place:
            axes.annotate(
                str(i),
                (w, height),
                place,
                textcoords="offset points",
                color=colour,
                ha="center",
                va="center",
            )
    points = [(w, _height(w, target)) for w in weights]
    for one, other in zip(points, points[1:], strict=False):
        if other[0] - one[0] > 0.6:  # or there is no room for an arrow
            hop(axes, one, other, colour)


def _height(w, target):
    return (w - target) ** 2 / 2


def diabetes(diabetes):
    """**On real data the loop without the call does not settle.** After 20 epochs the loss over
    all patients, as a median over [= runs.accumulation.diabetes.seeds | length =] seeds, is
    [= runs.accumulation.diabetes.median.cleared[19] | fmt(".2f") =] with `zero_grad()` and
    [= runs.accumulation.diabetes.median.forgotten[19] | fmt(".2f") =] without
    [= claim("accumulation/diabetes_needs_the_call") =]. Thin lines are seeds, thick lines their
    median. The dashed level is the loss of a model that always predicts the mean. Linear
    regression, [= runs.accumulation.diabetes.patients =] patients, SGD with lr 0.01, batches of 32.

    Alt: Loss against epoch, 1 to 20. With zero_grad() all seeds fall smoothly and end near
    [= runs.accumulation.diabetes.median.cleared[19] | fmt(".2f") =]. Without it every seed
    goes up and down, and over the last five epochs their median stays above
    [= runs.accumulation.diabetes.predict_the_mean | fmt(".3g") =], the loss of predicting the mean.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.4))
    epochs = range(1, len(diabetes["cleared"][0]) + 1)
    axes.axhline(diabetes["predict_the_mean"], color="zg:grid", lw=1, ls=(0, (4, 3)))
    for name, colour, dash in (
        ("forgotten", "zg:stale", (0, (3, 1))),
        ("cleared", "zg:correct", "-"),
    ):
        for losses in diabetes[name]:
            axes.plot(epochs, losses, color=colour, lw=0.8, alpha=0.5)
        axes.plot(epochs, diabetes["median"][name], color=colour, lw=2.8, ls=dash)
    axes.set(
        xlim=(0.5, 20), ylim=(0, 4.4), xticks=[1, 5, 10, 15, 20], yticks=range(5), xlabel="epoch"
    )
    axis_title(axes, "loss over all patients")
    last = diabetes["median"]["cleared"][-1]
    end_label(axes, 20, last, "with\nzero_grad()", "zg:correct", va="top", offset=(6, 4))
    end_label(
        axes,
        20,
        diabetes["predict_the_mean"],
        "predicting\nthe mean",
        "zg:ink",
        va="bottom",
        offset=(6, -8),
    )
    n = len(diabetes["seeds"])
    words = f"zero_grad() forgotten:\n{n} seeds, the median thick"
    axes.text(1.2, 4.2, words, color="zg:stale", va="top")
    return figure


def micro_batches(micro_batches):
    """**Four backward passes, one gradient.** Laid end to end, the gradients of four micro-batches
    reach ([= runs.accumulation.micro_batches.running[3][0] | fmt(".2f") =],
    [= runs.accumulation.micro_batches.running[3][1] | fmt(".2f") =]), the gradient of the whole
    batch [= claim("accumulation/micro_batches_add_up") =]. The tip of each thin arrow is `w.grad`
    after that `backward()`. Two weights at 0, 64 patients, each loss a mean divided by 4.

    Alt: Four thin arrows head to tail, from the origin to the tip of one thick arrow, at
    ([= runs.accumulation.micro_batches.batch[0] | fmt(".2f") =],
    [= runs.accumulation.micro_batches.batch[1] | fmt(".2f") =]). The thin arrows are the gradients
    of four micro-batches of 16 patients, the thick one is the gradient of all 64.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 4.4))
    corners, batch = [[0.0, 0.0], *micro_batches["running"]], micro_batches["batch"]
    axes.set_aspect("equal")
    axes.set(xlim=(-0.35, 1.05), ylim=(-1.25, 0.06), xticks=[0, 0.5, 1], yticks=[-1, -0.5, 0])
    axes.set_xticklabels(["0", "0.5", "1"])
    axes.set_yticklabels(["−1", "−0.5", "0"])
    axes.set_xlabel("w.grad[0]")
    axis_title(axes, "w.grad[1]")
    _arrow(axes, corners[0], batch, "zg:correct", 0.34, head=1.5)
    for i, (tail, tip) in enumerate(zip(corners, corners[1:], strict=False), 1):
        _arrow(axes, tail, tip, "zg:fresh", 0.2, head=0.7)
        middle = [(a + b) / 2 for a, b in zip(tail, tip, strict=True)]
        _beside(axes, middle, str(i), "zg:fresh", (-10, -5), ha="center")
    words = "four micro-\nbatches of 16"
    _beside(axes, corners[2], words, "zg:fresh", (-22, 6), ha="right")
    _beside(axes, [v / 2 for v in batch], "the batch of 64,\nin one", "zg:correct", (14, 8))
    return figure


def _arrow(axes, tail, tip, colour, width, head):
    """A filled arrow that starts and ends exactly at its two points."""
    shape = f"simple,tail_width={width},head_width={head},head_length={head + 0.2}"
    style = {"color": colour, "lw": 0, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 11}
    axes.annotate("", tip, tail, arrowprops={"arrowstyle": shape, **style})


def _beside(axes, point, words, colour, offset, **place):
    place = {"textcoords": "offset points", "color": colour, "va": "center", **place}
    axes.annotate(words, point, offset, **place)
