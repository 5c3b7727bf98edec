"""Promise: what the chapter "loops" concludes from its runs is true of them."""

from statistics import median


def hinge_leak_hurts(runs):
    """With the hinge loss, the leaking GAN ends further from the data in every seed."""
    late = runs.loops.gan.hinge.late
    assert len(late.cleared) >= 5
    for leaked, cleared in zip(late.leaked, late.cleared, strict=True):
        assert leaked > 1.15 * cleared
    assert median(late.leaked) > 2 * median(late.cleared)


def entropy_leak_hides(runs):
    """With cross-entropy, the leaking GAN's median distance is within a third of the other's."""
    late = runs.loops.gan.cross_entropy.late
    assert (
        median(late.cleared) * 2 / 3
        < median(late.leaked)
        < median(late.cleared) * 4 / 3
    )


def leak_erases_the_fakes(runs):
    """On the same fakes, inside the margin, what leaks removes them from the hinge's gradient."""
    assert runs.loops.gan_leak.in_margin
    assert runs.loops.gan_leak.hinge < 1e-5


def leak_is_label_smoothing(runs):
    """With cross-entropy, what leaks tells the discriminator, twice, that fakes are half real."""
    assert runs.loops.gan_leak.cross_entropy < 1e-5


def critic_overestimates(runs):
    """Without detach() the critic promises more than any action pays; with it, it is right."""
    run = runs.loops.actor_critic
    assert len(run.detached) >= 5
    for row in run.detached:
        assert abs(row.critic - row.reward) < 0.1
    for row in run.leaking:
        assert row.critic > 1.0 > 0.8 > row.reward


def actor_does_not_show_it(runs):
    """After 50 iterations the mean reward is the same with and without detach(), to 0.05."""
    run = runs.loops.actor_critic
    for a, b in zip(run.detached, run.leaking, strict=True):
        assert abs(a.reward - b.reward) < 0.05


def chunk_must_exceed_lag(runs):
    """In every seed, chunks no longer than the lag learn little; longer ones learn nearly all."""
    run = runs.loops.truncated
    for chunk, losses in zip(run.chunks, run.losses, strict=True):
        assert len(losses) >= 5
        if chunk <= run.lag:
            assert min(losses) > 0.4
            assert median(losses) > 0.8
        else:
            assert max(losses) < 0.1


def retain_graph_walks_back(runs):
    """With retain_graph=True each chunk walks all chunks before it; with detach(), only itself."""
    run = runs.loops.retain_graph
    assert run.detach == [5, 5, 5, 5]
    assert run.retain == [5, 10, 15, 20]


def retain_graph_doubles_nothing(runs):
    """retain_graph=True leaves the gradient as it is; a second backward() doubles it."""
    run = runs.loops.retain_graph
    assert run.retained == run.once
    assert run.twice == 2 * run.once


def three_cures(runs):
    """With each of the three cures both networks get the gradients of their own turns, to the bit.

    Without a cure the discriminator's gradient is another one; the generator's is not.
    """
    run = runs.loops.gan_turns
    assert run.cleared == run.frozen == run.inputs == [True, True]
    assert run.leaks == [True, False]


def clear_in_the_closure(runs):
    """From each of six starts, L-BFGS reaches the valley's end only if it clears in the closure.

    With a strong Wolfe line search; the other place is before the step. Never cleared, one start of
    the six got near the end by luck, and two ended in numbers that are not finite; that row is not
    asserted.
    """
    ends = runs.loops.lbfgs.ends
    assert len(ends.inside) == 6
    assert max(ends.inside) < 1e-6
    assert min(ends.before) > 0.1


def closure_sees_sums(runs):
    """Cleared before the step, .grad is the slope in each step's first call and in no later one."""
    slopes = runs.loops.lbfgs.slopes
    assert slopes.before.first_right == slopes.before.first == 10
    assert slopes.before.later > 50
    assert slopes.before.later_right == 0
    assert slopes.inside.later_right == slopes.inside.later > 20


def clip_breaks_lbfgs(runs):
    """Clipped to length 1 in the closure, L-BFGS misses the valley's end from most of six starts.

    Not clipped it ends below 0.5 from each, and with a line search below a millionth. A norm that
    the gradient seldom exceeds does no harm: with a line search, 1000 ends below a millionth too.
    """
    plain, searched = (
        runs.loops.lbfgs.clipped.plain,
        runs.loops.lbfgs.clipped.strong_wolfe,
    )
    assert max(plain.never) < 0.5
    assert max(*searched.never, *searched["1000.0"]) < 1e-6
    assert sum(end == "not finite" or end > 10 for end in plain["1.0"]) >= 3
    assert (
        sum(end == "not finite" or end > 0.01 for end in searched["1.0"]) >= 3
    )


def closure_runs_often(runs):
    """In ten steps, L-BFGS calls its closure more than twenty times."""
    assert len(runs.loops.lbfgs.inside) - 1 > 20


def sam_forgotten_is_a_sum(runs):
    """Without clearing between them, SAM steps along the sum of the plain gradient and its own."""
    assert runs.loops.identities.sam < 1e-12


def sam_window_twice(runs):
    """A window of four micro-batches, walked twice, gives SAM's gradient of the batch.

    In double precision; the divisor counts all targets, so the parts need not be equal. Layers that
    draw or look across rows (dropout, BatchNorm) are not in it.
    """
    assert runs.loops.identities.sam_window < 1e-12


def penalty_surplus(runs):
    """backward() in a gradient penalty adds the gradient of the scores to that of the penalty."""
    run = runs.loops.identities
    assert run.penalty < 1e-5
    assert run.penalty_ratio > 2


def maml_surplus(runs):
    """An inner backward() adds its own gradient to the meta-gradient; autograd.grad does not."""
    run = runs.loops.identities.maml
    assert abs(run.grad - run.by_hand) < 1e-5
    assert abs(run.backward - run.by_hand - 2) < 1e-5


def attack_fills_the_weights(runs):
    """Cleared before the attack, weight.grad is several times too long; cleared after it, right."""
    run = runs.loops.identities.adversarial
    assert run.before > 2
    assert abs(run.after - 1) < 1e-5
    assert abs(run.inputs - 1) < 1e-5


def step_in_backward_holds_one(runs):
    """A step inside backward() holds one gradient at most; the weights are the same bit for bit."""
    run = runs.loops.step_in_backward
    assert max(run.held) == run.parameter_bytes
    assert max(run.held_early) == run.largest_bytes
    assert run.same


def hook_per_arrival(runs):
    """A post-accumulate hook runs once for a layer used twice; twice with reentrant checkpoints."""
    calls = runs.loops.step_in_backward.hook_calls
    assert (calls.shared, calls.reentrant) == (1, 2)


def step_in_backward_ends_windows(runs):
    """In a window of four, a step inside backward() steps four times and ends elsewhere."""
    run = runs.loops.step_in_backward
    assert run.steps_in_window == 4
    assert not run.same_in_window
    assert run.window_difference > 0.005


def last_is_enough(runs):
    """Averaged at the last micro-batch only, both ranks hold the weights of averaging at each.

    Equal up to rounding, not to the bit. Buffers are another matter: `no_sync_skips_buffers`.
    """
    run = runs.loops.ddp
    assert run.last[0] == run.last[1]
    for often, once in zip(run.every[0], run.last[0], strict=True):
        assert abs(often - once) < 1e-4


def off_by_one_parts_ranks(runs):
    """Averaged at the first micro-batch, each rank ends at the best weight for its own data."""
    first = runs.loops.ddp.first
    assert abs(first[0][29] - 1) < 0.01
    assert abs(first[1][29] - 3) < 0.01


def off_by_one_mixed(runs):
    """Off by one, where a rank's micro-batches disagree, each rests off its own best weight too.

    Both ranks' data are fitted best by 2; they rest where the local micro-batches alone would: the
    averaged ones cancel here.
    """
    first, second = (weights[29] for weights in runs.loops.ddp.mixed)
    assert abs(first - 1.7) < 0.01
    assert abs(second - 2.3) < 0.01


def no_sync_skips_buffers(runs):
    """In no_sync() DDP sends no buffers: rank 1's running mean is another; gradients are not.

    Rank 0, whose buffers DDP sends, ends with the same ones.
    """
    every, last = runs.loops.buffers.every, runs.loops.buffers.last
    assert every[0].running_mean == last[0].running_mean
    assert abs(every[1].running_mean - last[1].running_mean) > 0.05
    for often, once in zip(every, last, strict=True):
        assert abs(often.grad - once.grad) < 1e-4


def uneven_ranks_agree(runs):
    """Agreed on the number of windows and counted together, two ranks do as one process does.

    Each with its own count they agree with each other, but not with one process. Not agreed, the
    rank with more windows raises, and the other one ends without a word.
    """
    run = runs.loops.uneven_ranks
    for weight in run.together:
        assert abs(weight - run.one_process[0]) < 0.002
    for weight in run.own_count:
        assert abs(weight - run.one_process[0]) > 0.02
    assert run.not_agreed[0] == "RuntimeError"
    assert run.not_agreed[1] > 0


def empty_batch_adds_nothing(runs):
    """An empty batch leaves gradients of 0, BatchNorm's statistics alone; its mean is NaN."""
    run = runs.loops.uneven_ranks
    assert {"Linear", "LSTM", "BatchNorm1d", "BatchNorm2d"} < set(run.empty)
    assert all(run.empty.values())
    assert run.mean_is_nan


def forward_announces(runs):
    """If the last forward pass runs inside no_sync(), backward() outside of it averages nothing."""
    alone = runs.loops.ddp.backward_only
    assert abs(alone[0][29] - 1) < 0.01
    assert abs(alone[1][29] - 3) < 0.01


def fsdp_keeps(runs):
    """zero_grad() in an FSDP2 window discards only what a synchronised backward() has moved.

    With the default resharding. Two gloo ranks on a CPU.
    """
    run = runs.loops.fsdp
    for row in (run.nothing, run.zero_grad, run.synchronised):
        assert row.in_the_window is None
    assert run.zero_grad.at_the_end == run.nothing.at_the_end == 11
    assert run.synchronised.at_the_end == 10


def fsdp_whole_weights_show(runs):
    """With weights kept whole, .grad is filled in the window, and zero_grad() discards it.

    Not where gradients are reduced in another type: then torch 2.13 keeps them aside again.
    """
    run = runs.loops.fsdp
    assert run.kept_whole.in_the_window == 1
    assert run.kept_whole.at_the_end == 10
    assert run.bfloat16.in_the_window is None
    assert run.bfloat16.at_the_end == 11


def fsdp_switch_left_off(runs):
    """If no micro-batch of the window synchronises, .grad is None when the step comes."""
    assert runs.loops.fsdp.left_off.at_the_end is None


def fsdp_window_memory(runs):
    """On two ranks a window that synchronises at its last micro-batch holds a full gradient.

    Synchronised at each, half of one; with weights kept whole, the full weights as well. Bytes of
    the tensors that are alive between two micro-batches, over the model's; no activations, no
    buffers of communication, SGD.
    """
    memory = runs.loops.fsdp_memory
    for row, inside in (
        (memory.each, 1),
        (memory.last, 1.5),
        (memory.kept_whole, 2.5),
    ):
        assert abs(row.before - 0.5) < 0.01
        assert abs(row.inside - inside) < 0.01
        assert abs(row.after - 1) < 0.01


def model_compiles_once(runs):
    """A compiled model is compiled once, whatever zero_grad() leaves."""
    assert runs.loops.compiled.model == [1, 1]


def step_compiles_per_pattern(runs):
    """A compiled step() is built for each pattern of None, up to a limit; with zeros, once."""
    run = runs.loops.compiled
    assert run.step == [4, 1]
    assert run.twelve_experts == [run.limit, 1]


def no_line_is_one_graph(runs):
    """zero_grad(), backward() and step() are each refused by fullgraph=True, for its own reason."""
    refused = runs.loops.compiled.refused
    assert len(refused) == 3
    assert "skipped" in refused["zero_grad()"]
    assert "backward()" in refused["backward()"]
    assert "graph_break()" in refused["step()"]


def edit_at_the_end(runs):
    """Edited between backward() and step(), sign and third are right; by a running sum, neither.

    A hook on each arrival does for an edit that is linear, the third, and not for the sign.
    """
    sign, third = runs.loops.edits.sign, runs.loops.edits.third
    assert sign.between == [1, 1]
    assert sign.tensor_hook != sign.between
    assert third.tensor_hook == third.between == [0.67, 0.33]
    for edit in (sign, third):
        assert edit.post_accumulate != edit.between


def others_store_nothing(runs):
    """Asked twice, JAX and TensorFlow give the same gradient twice: nothing was added up."""
    run = runs.loops.frameworks
    assert "asked twice: -0.25 -0.25" in run.jax.printed
    assert "persistent tape: [-0.25, -0.25]" in run.tensorflow.printed


def left_over_crosses(runs):
    """optax and Keras keep the rest of a window for later; Keras uses it in the next epoch."""
    run = runs.loops.frameworks
    assert "kept for later 5.5" in run.jax.printed
    assert "w -10.5 after epoch 2" in run.keras.printed
