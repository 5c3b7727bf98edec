"""Promise: what the case files say of the guard and of the attack is true of the recorded runs."""

STALE = {  # the cases in which a step uses a gradient that is not its own, and the step
    "forgotten": 2,
    "outside_the_loop": 2,
    "inner_optimizer": 2,
    "gan_leak": 1,
    "left_before_the_loop": 1,
    "carried_over": 2,
    "early_stop": 2,
    "through_the_critic": 1,
    "shared_gradients": 2,
}


def guard_catches_stale(runs):
    """The guard stops nine loops whose steps use too many gradients, at the first such step."""
    for name, step in STALE.items():
        verdict = runs.cases.guard[name].as_found
        assert verdict.raises
        assert verdict.step == step


def guard_misses_the_rest(runs):
    """The guard lets the other loops pass: their steps use too few, or right ones wrongly."""
    others = {
        name: v for name, v in runs.cases.guard.items() if name not in STALE
    }
    assert len(others) == 14
    assert not any(verdict.as_found.raises for verdict in others.values())


def critic_follows_the_actor(runs):
    """With all backward() calls before the steps, the critic promises more than 10; 0 is the best.

    Fifteen runs: SGD, Adam and RMSprop at a rate of 0.03, five seeds each. With a turn for each, or
    with inputs=, no critic promises more than 1, and Adam's action is 1 to within a half.
    """
    run = runs.cases.critic
    wrong = run["all backward(), all steps"]
    assert len(wrong) == 3
    for ends in wrong.values():
        assert len(ends.promise) == 5
        assert min(ends.promise) > 10
    for order in ("a turn for each", "inputs=[action]"):
        for ends in run[order].values():
            assert max(ends.promise) < 1
        for action in run[order].Adam.action:
            assert abs(action - 1) < 0.5


def guard_passes_repaired(runs):
    """The guard lets every repaired loop pass."""
    assert not any(
        verdict.repaired.raises for verdict in runs.cases.guard.values()
    )


def attack_is_weaker(runs):
    """With its gradient summed up, the attack ends with the lower loss: by the median, by 5%."""
    run = runs.cases.attack
    pairs = list(zip(run.as_found, run.repaired, strict=True))
    assert len(pairs) >= 5
    assert sum(found < repaired for found, repaired in pairs) >= 4
    assert run.median.as_found < 0.95 * run.median.repaired


def one_step_adds(runs):
    """SGD with Nesterov and foreach leaves another .grad than it found: -7.6 for -4.

    Momentum 0.9, one weight. Without Nesterov, with fused=True and with neither it leaves -4.
    """
    after = runs.cases.boundaries.after_step
    assert after["Nesterov, foreach"] < -7
    others = [end for way, end in after.items() if way != "Nesterov, foreach"]
    assert len(others) == 4
    assert all(end == -4 for end in others)


def sum_of_sums_swings(runs):
    """Momentum 0.9 without zero_grad() swings, and each 15 steps reach twice as far as the last.

    A bowl of curvature 1, rates 0.01, 0.1 and 0.5, 60 steps.
    """
    for run in runs.cases.boundaries.sum_of_sums.values():
        assert run.turns >= 4
        first, second, third, last = run.reach
        assert second > 2 * first
        assert third > 2 * second
        assert last > 2 * third


def mean_by_hand_is_nan(runs):
    """Over no token, the mean of cross_entropy leaves finite gradients, one by hand does not.

    By hand: the losses times a mask of zeros, over the sum of the mask. On the CPU.
    """
    finite = runs.cases.boundaries.finite
    assert finite.cross_entropy
    assert not finite["by hand"]


def turns_suit_both(runs):
    """With a turn for each, an actor that only reads the critic leaves its estimate right as well.

    The loop of loops/actor_critic.py, five seeds, no detach(): the critic ends within 0.1 of the
    mean reward. With all backward() calls before the steps it promises more than any action pays.
    """
    run = runs.cases.boundaries
    assert len(run.baseline) == 5
    for said, reward in zip(run.baseline, run.reward, strict=True):
        assert abs(said - reward) < 0.1
    for row in runs.loops.actor_critic.leaking:
        assert row.critic > 1.0
