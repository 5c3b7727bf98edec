"""Promise: what the case files say of the guard and of the attack is true of the recorded runs."""

STALE = {  # the cases in which a step uses a gradient that is not its own, and the step
    "forgotten": 2,
    "outside_the_loop": 2,
    "inner_optimizer": 2,
    "gan_leak": 1,
    "left_before_the_loop": 1,
    "carried_over": 2,
}


def guard_catches_stale(runs):
    """The guard stops the six loops whose steps use too many gradients, at the first such step."""
    for name, step in STALE.items():
        verdict = runs.cases.guard[name].as_found
        assert verdict.raises
        assert verdict.step == step


def guard_misses_the_rest(runs):
    """The guard lets the other loops pass: their steps use too few, or right ones wrongly."""
    others = {
        name: v for name, v in runs.cases.guard.items() if name not in STALE
    }
    assert len(others) == 9
    assert not any(verdict.as_found.raises for verdict in others.values())


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
