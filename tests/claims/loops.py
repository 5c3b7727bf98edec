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


def clear_in_the_closure(runs):
    """Only with zero_grad() in the closure does L-BFGS reach the valley's end."""
    run = runs.loops.lbfgs
    assert run.inside[-1] < 1e-6
    assert run.before[-1] > 0.1
    assert run.never[-1] > 0.1


def closure_runs_often(runs):
    """In ten steps, L-BFGS calls its closure more than twenty times."""
    assert len(runs.loops.lbfgs.inside) - 1 > 20


def sam_forgotten_is_a_sum(runs):
    """Without clearing between them, SAM steps along the sum of the plain gradient and its own."""
    assert runs.loops.identities.sam < 1e-12


def sam_window_twice(runs):
    """A window of four micro-batches, walked twice, gives SAM's gradient of the batch."""
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


def step_in_backward_ends_windows(runs):
    """In a window of four, a step inside backward() steps four times and ends elsewhere."""
    run = runs.loops.step_in_backward
    assert run.steps_in_window == 4
    assert not run.same_in_window
    assert run.window_difference > 0.005


def last_is_enough(runs):
    """Averaged at the last micro-batch only, both ranks hold the weights of averaging at each."""
    run = runs.loops.ddp
    assert run.last[0] == run.last[1]
    for often, once in zip(run.every[0], run.last[0], strict=True):
        assert abs(often - once) < 1e-4


def off_by_one_parts_ranks(runs):
    """Averaged at the first micro-batch, each rank ends at the best weight for its own data."""
    first = runs.loops.ddp.first
    assert abs(first[0][29] - 1) < 0.01
    assert abs(first[1][29] - 3) < 0.01


def forward_announces(runs):
    """If the last forward pass runs inside no_sync(), backward() outside of it averages nothing."""
    alone = runs.loops.ddp.backward_only
    assert abs(alone[0][29] - 1) < 0.01
    assert abs(alone[1][29] - 3) < 0.01


def fsdp_keeps(runs):
    """zero_grad() in an FSDP2 window discards only what a synchronised backward() has moved."""
    run = runs.loops.fsdp
    for row in (run.nothing, run.zero_grad, run.synchronised):
        assert row.in_the_window is None
    assert run.zero_grad.at_the_end == run.nothing.at_the_end == 11
    assert run.synchronised.at_the_end == 10


def model_compiles_once(runs):
    """A compiled model is compiled once, whatever zero_grad() leaves."""
    assert runs.loops.compiled.model == [1, 1]


def step_compiles_per_pattern(runs):
    """A compiled step() is built for each pattern of None, up to a limit; with zeros, once."""
    run = runs.loops.compiled
    assert run.step == [4, 1]
    assert run.twelve_experts == [run.limit, 1]


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
