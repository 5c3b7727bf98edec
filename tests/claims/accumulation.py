"""Promise: what the chapter "accumulation" concludes from its runs is true of them."""

BACKWARD, STEP = 3, 4  # rows of an iteration in the ledger, counted from 0


def second_call_adds(runs):
    """The second backward() adds to what the first one left, and zero_grad() leaves None."""
    run = runs.accumulation.two_calls
    assert run.before is None
    assert run.first == 3
    assert run.second == 2 * run.first
    assert run.cleared is None


def ledger_adds(runs):
    """With the call, .grad is the fresh gradient; without it, the sum of all gradients so far."""
    ledger, total = runs.accumulation.ledger, 0
    for i in range(BACKWARD, 20, 5):
        assert ledger.cleared[i].grad == ledger.cleared[i].fresh
        total += ledger.forgotten[i].fresh
        assert ledger.forgotten[i].grad == total


def ledger_ends_further_away(runs):
    """After four iterations the loop without the call is further from 4 than at its start."""
    ledger = runs.accumulation.ledger
    assert abs(ledger.cleared[19].weight - 4) < 1
    assert abs(ledger.forgotten[19].weight - 4) > abs(
        ledger.forgotten[0].weight - 4
    )


def ledger_hides_in_the_losses(runs):
    """Both loops compute the same first three losses; in the fourth they part."""
    ledger = runs.accumulation.ledger
    for i in (2, 7, 12):
        assert ledger.forgotten[i].loss == ledger.cleared[i].loss
    assert ledger.forgotten[17].loss > 10 * ledger.cleared[17].loss


def hill_settles(runs):
    """With the call, the weight is within a thousandth of the lowest point after 40 iterations."""
    hill = runs.accumulation.hill
    assert abs(hill.cleared[40] - hill.target) < 1e-3


def hill_swings_on(runs):
    """Without the call, the weight rises higher than it started, even in iterations 31 to 40."""
    hill = runs.accumulation.hill
    start = abs(hill.forgotten[0] - hill.target)
    assert abs(hill.forgotten[4] - hill.target) > start
    assert max(abs(w - hill.target) for w in hill.forgotten[31:41]) > start


def hill_stays_bounded(runs):
    """In 40 iterations without the call, the weight stays within 4 · 2/√(4 − 0.5) of 4."""
    hill = runs.accumulation.hill
    farthest = max(abs(w - hill.target) for w in hill.forgotten)
    assert 0.95 * hill.envelope < farthest < 1.001 * hill.envelope


def only_zero_grad_clears(runs):
    """del loss, step(), eval() and no_grad() take no gradient away; zero_grad() does.

    Plain SGD leaves .grad to the bit. Others may write into it, see
    accumulation/nesterov_writes_into_grad; none clears it.
    """
    after = runs.accumulation.elsewhere.after
    for event in (
        "del loss",
        "optimizer.step()",
        "model.eval()",
        "torch.no_grad()",
    ):
        assert after[event] == after["loss.backward()"] == 3
    assert after["optimizer.zero_grad()"] is None


def nesterov_writes_into_grad(runs):
    """Of over 200 settings, step() changes .grad with Nesterov and foreach alone; none clears it.

    With weight decay or maximize, foreach works on a copy. A GradScaler divides
    .grad in step(), whatever the optimizer. Dense gradients on a CPU, in float32 and bfloat16.
    """
    run = runs.accumulation.after_step
    assert len(run.tried) >= 14
    assert sum(run.tried.values()) > 200
    assert run.changed == ["SGD, foreach, nesterov, momentum"]
    for name, (before, after) in run.shown.items():
        if name == "Nesterov, foreach":
            assert abs(after - (1 + 0.9) * before) < 1e-6
        elif name == "GradScaler":
            assert before == 64 * after
        else:
            assert before == after


def tied_gradients_add(runs):
    """The gradient of a weight used in two places is the sum of the gradients of both."""
    tied = runs.accumulation.sums.tied
    for both, encoder, decoder in zip(
        tied.tied, tied.encoder, tied.decoder, strict=True
    ):
        assert abs(both - (encoder + decoder)) < 1e-5


def losses_add(runs):
    """Two backward() calls, one per loss, give the gradient of the sum, but for rounding."""
    assert runs.accumulation.sums.two_losses < 1e-5


def windows_vary(runs):
    """The number of backward() calls before a step differs from step to step in one program."""
    calls = runs.accumulation.sums.calls_per_step
    assert min(calls) < max(calls)


def rnn_needs_no_accumulation(runs):
    """Used at six time steps, the weight's .grad is written once, and equals autograd.grad's."""
    rnn = runs.accumulation.sums.rnn
    assert rnn.uses == 6
    assert rnn.writes == 1
    assert rnn.equal is True


def micro_batches_add_up(runs):
    """Four micro-batch gradients of loss/4 add up to the batch's gradient, but for rounding."""
    run = runs.accumulation.micro_batches
    assert len(run.running) == 4
    assert run.relative_difference < 1e-5


def undivided_is_four_times(runs):
    """Without the division by 4 the sum is 4 times as long as the gradient of the batch."""
    assert abs(runs.accumulation.micro_batches.undivided_ratio - 4) < 1e-3


def diabetes_needs_the_call(runs):
    """With the call every seed ends within 5% of the least-squares loss; without it, none does."""
    run = runs.accumulation.diabetes
    assert len(run.seeds) >= 5
    assert max(losses[19] for losses in run.cleared) < 1.05 * run.least_squares
    assert min(losses[19] for losses in run.forgotten) > 1.2 * run.least_squares


def diabetes_worse_than_the_mean(runs):
    """Over the last five epochs the median loss without the call is above that of the mean."""
    run = runs.accumulation.diabetes
    assert min(run.median.forgotten[15:20]) > 1.05 * run.predict_the_mean


def diabetes_starts_well(runs):
    """After one epoch the loop without the call is ahead in some seeds and behind in others."""
    run = runs.accumulation.diabetes
    ahead = [
        b[0] < a[0] for a, b in zip(run.cleared, run.forgotten, strict=True)
    ]
    assert sum(ahead) == run.ahead_after_first_epoch
    assert 0 < sum(ahead) < len(run.seeds)


def diabetes_does_not_explode(runs):
    """In 20 epochs no seed's loss without the call leaves the range below 10."""
    assert (
        max(max(losses) for losses in runs.accumulation.diabetes.forgotten) < 10
    )


def by_hand_learns(runs):
    """By hand and with Adam, the mean loss of the fifth epoch is below a fifth of the first's."""
    for losses in (
        runs.accumulation.by_hand.manual,
        runs.accumulation.by_hand.adam,
    ):
        assert sum(losses[-20:]) < sum(losses[:20]) / 5


def inputs_accumulate(runs):
    """zero_grad() clears the weight's gradient each time; the input's grows until it is cleared."""
    run = runs.accumulation.elsewhere
    first = run.inputs.of_weight[0]
    assert all(gradient == first for gradient in run.inputs.of_weight)
    for n, gradient in enumerate(run.inputs.of_input, 1):
        assert gradient == [n * value for value in run.inputs.of_input[0]]
    assert run.inputs_cleared == run.inputs.of_input[0]


def retained_accumulates(runs):
    """The second walk of one graph doubles the activation's .grad, and the weight's stays right."""
    run = runs.accumulation.elsewhere
    assert run.retained.of_hidden[1] == 2 * run.retained.of_hidden[0]
    assert run.retained.of_weight[1] == run.retained.of_weight[0]
    assert run.retained_new_pass == run.retained.of_hidden[0]


def hooks_differ(runs):
    """A tensor hook sees each fresh gradient; a post-accumulate hook sees their running sum."""
    run, total = runs.accumulation.elsewhere.hooks, 0
    for fresh, seen in zip(run.fresh, run.total, strict=True):
        total += fresh
        assert seen == total


def log_holds_one_tensor(runs):
    """The three entries of the log are one tensor, which holds the sum of all three gradients."""
    run = runs.accumulation.elsewhere
    assert run.same_tensor is True
    assert run.log == [6, 6, 6]


def adds_in_place(runs):
    """The second backward() adds into the tensor of the first, unless it is to create a graph."""
    same = runs.accumulation.boundaries.same_tensor
    assert same.plain
    assert not same.graph


def second_step_uses_both(runs):
    """The second step follows the sum of both gradients, −1 and −1.5, not the second alone."""
    first, second = runs.accumulation.elsewhere.two_steps
    assert first == 0.5
    assert second - first == 0.5 * (1 + 1.5)
