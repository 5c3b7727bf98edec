"""Promise: what the chapter "memory" concludes from its runs is true of them."""


def what_fills_it(runs):
    """At 2048 rows micro-batches and checkpoints halve the peak or better; at 8 rows, nothing.

    Eight blocks of Linear, LayerNorm and GELU, 128 wide, with AdamW. Where the
    line lies depends on the widths, the rows and the optimizer's moments.
    """
    P = runs.memory.peaks.P
    for name in ("8 micro-batches", "checkpoints", "both"):
        assert P[name][-1] < 0.6 * P["all at once"][-1]
        assert P[name][0] > 0.97 * P["all at once"][0]
    assert P["a step in backward()"][0] < 0.9 * P["all at once"][0]
    assert P["a step in backward()"][-1] > 0.97 * P["all at once"][-1]


def exact(runs):
    """Checkpoints and a step in backward() change no bit of the weights; micro-batches, 1e-6.

    Two steps; no layer of these blocks looks across rows or draws at random.
    """
    differs = runs.memory.peaks.differs
    assert differs["checkpoints"] == differs["a step in backward()"] == 0
    assert 0 < differs["8 micro-batches"] < 1e-6
    assert 0 < differs["both"] < 1e-6


def autocast_rounds(runs):
    """Autocast to bfloat16 saves a fifth or more at 2048 rows, and moves the weights by 1e-4.

    At 8 rows it saves nothing, as weights and .grad stay float32.
    """
    run = runs.memory.peaks
    assert run.P["bfloat16 autocast"][-1] < 0.8 * run.P["all at once"][-1]
    assert run.P["bfloat16 autocast"][0] > 0.97 * run.P["all at once"][0]
    assert run.differs["bfloat16 autocast"] > 1e-4


def a_third_more_work(runs):
    """Checkpoints take a third more floating-point operations; the others take none.

    Matrix products are counted, and every block is checkpointed.
    """
    work = runs.memory.peaks.work
    for name in ("checkpoints", "both"):
        assert 1.25 < work[name] < 1.4
    for name in (
        "8 micro-batches",
        "a step in backward()",
        "bfloat16 autocast",
    ):
        assert work[name] == 1
