"""Figures of the chapter "memory": recorded runs in, matplotlib figures out."""

from __future__ import annotations

import matplotlib.pyplot as plt

from scripts.drawing.style import WIDTH, axis_title, end_label

LINES = {
    "checkpoints": {"color": "zg:weight", "marker": "o"},
    "8 micro-batches": {"color": "zg:correct", "marker": "s"},
    "a step in backward()": {"color": "zg:stale", "ls": (0, (3, 1.5)), "marker": "^"},
    "all at once": {"color": "zg:ink", "lw": 2.6},  # over the line before, which meets it
}


def peaks(peaks):
    """**With many rows activations fill the memory, and micro-batches or checkpoints help; with
    few, weights, gradients and moments do, and neither helps** [= claim("memory/what_fills_it") =].
    The peak of two steps, in units of the weights' own bytes. Eight blocks of Linear, LayerNorm and
    GELU, 128 wide, AdamW; both scales are logarithmic. The grey line is the weights, their
    gradients and two moments: 4.

    Alt: Peak memory over rows, from 8 to 2048. All at once rises from
    [= runs.memory.peaks.P["all at once"][0] | fmt(".1f") =] to
    [= runs.memory.peaks.P["all at once"][4] | fmt(".0f") =] times the weights. Checkpoints rise to
    [= runs.memory.peaks.P["checkpoints"][4] | fmt(".0f") =], eight micro-batches to
    [= runs.memory.peaks.P["8 micro-batches"][4] | fmt(".0f") =]. At 8 rows all of them meet near 4,
    and only a step in backward() lies below, at
    [= runs.memory.peaks.P["a step in backward()"][0] | fmt(".1f") =].
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 4.2))
    rows = peaks["rows"]
    axes.axhline(4, color="zg:grid", lw=1)
    for name, style in LINES.items():
        axes.plot(rows, peaks["P"][name], **style)
    for name, words in (("all at once", "all at once"), ("checkpoints", "checkpoints")):
        end_label(axes, rows[-1], peaks["P"][name][-1], words, LINES[name]["color"])
    last = peaks["P"]["8 micro-batches"][-1]
    end_label(axes, rows[-1], last, "8 micro-\nbatches", LINES["8 micro-batches"]["color"])
    first = peaks["P"]["a step in backward()"][0]
    words = {"offset": (0, -16), "va": "top"}
    end_label(axes, rows[0], first, "a step in backward()", "zg:stale", **words)
    axes.set(xscale="log", yscale="log", xlim=(7, 9000), ylim=(2.2, 90))
    axes.set_xticks(rows, [str(n) for n in rows])
    axes.set_yticks([4, 10, 50], ["4", "10", "50"])
    axes.minorticks_off()
    axes.set_xlabel("rows in the batch, log scale")
    axis_title(axes, "peak memory in weights' bytes, log scale")
    return figure
