"""Promise: what the chapter "exceptions" concludes from its runs is true of them."""

from itertools import product
from statistics import median

ROUNDING = 1e-5  # above float32's rounding in a sum of gradients, far below any error shown


def exact_without_coupling(runs):
    """With linear layers, LayerNorm or GroupNorm, four equal micro-batches differ by rounding."""
    rows = list(runs.exceptions.errors)
    assert [row.what for row in rows[:3]] == [
        "linear layers",
        "LayerNorm",
        "GroupNorm",
    ]
    assert all(row.written < ROUNDING for row in rows[:3])


def errors_as_written(runs):
    """Each of the other seven, as often written, misses the batch's gradient by more than 5%."""
    assert all(row.written > 0.05 for row in list(runs.exceptions.errors)[3:])


def errors_repaired(runs):
    """The six repairs bring the error down to rounding."""
    repaired = [
        row.repaired
        for row in runs.exceptions.errors
        if row.repaired is not None
    ]
    assert len(repaired) == 6
    assert max(repaired) < ROUNDING


def bucket_adds_up(runs):
    """Divided by the batch's count, no layer across rows: rounding. Everything else: above 5%.

    All states of the explorable. A mean over N of equal micro-batches is the same division, if
    every label counts. A penalty has to be divided too.
    """
    run = runs.exceptions.bucket
    states = product(*(run.choices[field] for field in run.choices))
    for state, printed in zip(states, run.printed, strict=True):
        N, poured, divided, layer, penalty = state
        by_count = (
            divided == "sum / counted"
            or (divided == "sum / 64" and poured != "tokens")
            or (divided == "mean / N" and poured == "even")
        )
        adds_up = by_count and layer != "BatchNorm" and penalty != "whole"
        difference = float(printed)
        assert difference < ROUNDING if adds_up else difference > 0.05, state


def tokens_are_worst(runs):
    """The mean of token means is off by more than the length of the right gradient."""
    rows = list(runs.exceptions.errors)
    assert rows[-1].what == "2, 50, 3, 47 tokens"
    assert rows[-1].written > 1.2
    assert rows[-1].written > max(row.written for row in rows[:-1])


def adam_hides_the_division(runs):
    """Without the division Adam and AdamW end at the same weights, to rounding; SGD does not."""
    run = runs.exceptions.no_division
    assert run["Adam"] < 1e-4
    assert run["AdamW"] < 1e-4
    assert run["SGD"] > 0.2


def adam_has_limits(runs):
    """With decay in the gradient, with clipping, or with a large eps, Adam notices it too."""
    run = runs.exceptions.no_division
    for name in ("Adam, weight_decay=0.1", "Adam, clipped to 1", "Adam, eps=1"):
        assert run[name] > 0.004


def islice_is_right(runs):
    """Each step of the islice idiom uses the mean of its own batches, and nothing is left."""
    row = runs.exceptions.windows.rows["islice"]
    assert _gradients(row) == [2.5, 5.5, 2.5, 5.5]
    assert row.left == 0


def transformers_is_right(runs):
    """Transformers' Trainer takes the same steps as the islice idiom."""
    rows = runs.exceptions.windows.rows
    assert _steps(rows.transformers) == _steps(rows["islice"])


def fixed_divisor(runs):
    """Accelerate and Lightning divide the last, partial window by 4: half of its mean of 5.5."""
    rows = runs.exceptions.windows.rows
    for name in ("accelerate", "lightning", "the same, or the last"):
        assert _gradients(rows[name]) == [2.5, 5.5 / 2, 2.5, 5.5 / 2]


def across_epochs(runs):
    """Keras and optax step after every fourth batch, and their window goes on in the next epoch."""
    rows = runs.exceptions.windows.rows
    for name in ("keras", "optax"):
        assert _steps(rows[name]) == [(4, 2.5), (4, 3.5), (4, 4.5)]


def leaks_into_next_epoch(runs):
    """(i + 1) % N == 0 puts six gradients over 4 into its second step, and leaves two."""
    row = runs.exceptions.windows.rows["(i + 1) % N == 0"]
    assert _steps(row) == [(4, 2.5), (6, (5 + 6 + 1 + 2 + 3 + 4) / 4)]
    assert row.left == 2


def steps_after_one(runs):
    """The condition i % N == 0 steps after a single batch first, with a quarter of its gradient."""
    row = runs.exceptions.windows.rows["i % N == 0"]
    assert _steps(row)[0] == (1, 0.25)


def zero_first_keeps_the_last(runs):
    """With zero_grad() first in Accelerate's block, a step uses its last batch alone, over 4."""
    rows = runs.exceptions.windows.rows
    assert _gradients(rows.accelerate_zero_first) == [
        4 / 4,
        6 / 4,
        4 / 4,
        6 / 4,
    ]


def batchnorm_grows(runs):
    """BatchNorm's error is above 5% for N = 2 in every seed, and its median grows with N."""
    errors = runs.exceptions.batchnorm.layers["BatchNorm1d"]
    assert min(errors[0]) > 0.05
    medians = [median(seeds) for seeds in errors]
    assert all(a < b for a, b in zip(medians, medians[1:], strict=False))
    assert medians[-1] > 3 * medians[0]


def other_norms_are_exact(runs):
    """GroupNorm, LayerNorm, RMSNorm and BatchNorm in eval() are exact for every N and seed."""
    layers = runs.exceptions.batchnorm.layers
    exact = [name for name in layers if name != "BatchNorm1d"]
    assert len(exact) == 4
    for name in exact:
        assert max(max(seeds) for seeds in layers[name]) < ROUNDING


def momentum_repairs_the_mean(runs):
    """The scaled momentum brings the running mean within 0.005 standard deviations of the batch's.

    Data of mean 0 and of mean 5, five seeds, ten steps of four micro-batches. With
    the momentum as it was, the mean is 0.03 or more away for mean 0, and more than 1 for mean 5.
    The running variance comes within 3%, and not to rounding.
    """
    running = runs.exceptions.batchnorm.running
    (zero, five), scaled = (
        running.same.running_mean,
        running.scaled.running_mean,
    )
    assert min(zero) > 0.03
    assert min(five) > 1
    assert max(max(seeds) for seeds in scaled) < 0.005
    variances = [off for seeds in running.scaled.running_var for off in seeds]
    assert min(variances) > 0.001
    assert max(variances) < 0.03


def activations_shrink(runs):
    """What is kept for backward() falls to 1/N; .grad does not shrink."""
    run = runs.exceptions.memory
    for N, kept, gradients in zip(run.N, run.kept, run.gradients, strict=True):
        assert kept == run.kept[0] / N
        assert gradients == run.gradients[0]


def one_backward_saves_nothing(runs):
    """Summing 16 losses before one backward() keeps as much as the batch at once."""
    assert runs.exceptions.memory.summed == runs.exceptions.memory.kept[0]


def sgd_prefers_steps(runs):
    """With SGD, stepping 8 times as often halves the median loss at every rate, or better."""
    losses = runs.exceptions.more_steps.losses.SGD
    for each, eight in zip(losses.N1, losses.N8, strict=True):
        assert median(each) < 0.5 * median(eight)


def sgd_prefers_steps_in_every_seed(runs):
    """With SGD at the rates up to 0.4, a step for each micro-batch ends lower in every seed."""
    run = runs.exceptions.more_steps
    assert run.rates.SGD[:3] == [0.1, 0.2, 0.4]
    for each, eight in zip(
        run.losses.SGD.N1[:3], run.losses.SGD.N8[:3], strict=True
    ):
        assert all(a < b for a, b in zip(each, eight, strict=True))


def adam_prefers_steps(runs):
    """With Adam the same holds in every seed at the two smaller rates."""
    losses = runs.exceptions.more_steps.losses.Adam
    for each, eight in zip(losses.N1[:2], losses.N8[:2], strict=True):
        assert all(a < b for a, b in zip(each, eight, strict=True))


def adam_closes_the_gap(runs):
    """At Adam's largest rate the medians are within a factor of 2.5; at its smallest, not of 3."""
    losses = runs.exceptions.more_steps.losses.Adam
    assert median(losses.N8[-1]) < 2.5 * median(losses.N1[-1])
    assert median(losses.N8[0]) > 3 * median(losses.N1[0])


def bf16_stops(runs):
    """A bfloat16 sum of ones stops at 256, a float16 one at 2048; float32 goes on to 4096."""
    ones = runs.exceptions.bf16.ones
    assert max(ones.bfloat16) == ones.bfloat16[-1] == 2**8
    assert max(ones.float16) == ones.float16[-1] == 2**11
    assert ones.float32[-1] == runs.exceptions.bf16.calls[-1] == 2**12


def grad_dtype_goes_on(runs):
    """A bfloat16 weight with grad_dtype float32 holds the float32 sums, all along."""
    ones = runs.exceptions.bf16.ones
    assert ones.grad_dtype == ones.float32


def bf16_digits(runs):
    """On the digits a bfloat16 .grad is within 1% after 16 images; after 1024 it is off by 5%."""
    run = runs.exceptions.bf16
    sixteen, last = run.images.index(16), run.images.index(1024)
    assert all(seed[sixteen] < 0.01 for seed in run.digits)
    assert all(seed[last] > 0.05 for seed in run.digits)


def grad_dtype_and_optimizers(runs):
    """SGD, RMSprop, Adagrad and Adafactor step with a float32 .grad; Adam and AdamW raise."""
    does = runs.exceptions.bf16.optimizers
    assert all(
        does[n] == "steps" for n in ("SGD", "RMSprop", "Adagrad", "Adafactor")
    )
    assert all(does[n] == "RuntimeError" for n in ("Adam", "AdamW"))


def zero_inside_loses_the_window(runs):
    """Zeroing inside the window leaves the last micro-batch over 4: 1 in place of 2.5."""
    window = runs.exceptions.costs.window
    assert (window.zeroed, window.right) == (1, 2.5)


def skipped_step_must_clear(runs):
    """Cleared after the skipped step, 7 of 8 iterations step; not cleared, only the first does."""
    skipped = runs.exceptions.costs.skipped
    assert (skipped.cleared, skipped.kept, skipped.iterations) == (7, 1, 8)


def resume_needs_the_gradient(runs):
    """Resumed in mid-window with .grad, the weights are the same bit for bit; without, not."""
    resume = runs.exceptions.costs.resume
    assert resume.saved is True
    assert resume.lost > 1e-4


def update_is_guarded(runs):
    """update() in mid-window, before any unscale_(), raises an AssertionError."""
    assert runs.exceptions.costs.update_early.startswith(
        "AssertionError: No inf checks"
    )


def no_label_is_nan_but_finite(runs):
    """Without a single label the mean of cross_entropy is nan, and on the CPU its gradient finite.

    The gradient of a masked mean written by hand is nan too.
    """
    no_label = runs.exceptions.costs.no_label
    assert no_label.loss != no_label.loss
    assert no_label.finite is True
    assert no_label.by_hand is False


def bfloat16_reaches_as_far(runs):
    """bfloat16 has numbers as small as float32's; float16 ends above 0.00006."""
    smallest = runs.exceptions.costs.smallest
    assert smallest.bfloat16 == smallest.float32 < 1e-37
    assert smallest.float16 > 0.00006


def early_unscale_mixes(runs):
    """Unscaling after the first of two gives 1 + 8, where the scaled window holds 16 = 2 · 8."""
    assert runs.exceptions.costs.unscaled_early == 1 + 8


def skipped_batch_counts(runs):
    """Three gradients of 2, divided by four, make 1.5."""
    assert runs.exceptions.costs.skipped_batch == 3 * 2 / 4


def _steps(row):
    return [(step.batches, step.gradient) for step in row.steps]


def _gradients(row):
    return [step.gradient for step in row.steps]
