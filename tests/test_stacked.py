"""Promise: models that train side by side end where the programs take them one by one.

On the processor that recorded the runs the bits are the same, up to sums of losses; another may
multiply stacked matrices in another order, so rounding is allowed for.
"""

import pytest

from scripts import forked

ROUNDING = 0.006  # two digits of the 397 held out


def weights():
    """All weights of two networks of digits.py after ten epochs, cleared and forgotten."""
    import torch

    from scripts.experiments import definitions, stacked

    digits, optimizers = definitions("forgetting/digits.py"), ("SGD", "Adam", "Adafactor", "Muon")
    makes = [getattr(torch.optim, name) for name in optimizers]
    models, orders = stacked.drawn((0, 1), stacked.digits_network, epochs=10, samples=1400)
    *_, rows = stacked.epochs(
        digits["X"], digits["y"], models, orders, 100, makes, rates=(0.01,), every=(1, 140)
    )
    kept = []

    def keep(parameters, make, **options):
        kept.append(list(parameters))
        return make(kept[-1], **options)

    for make in makes:
        for clear in (True, False):
            for seed in (0, 1):
                digits["train"](lambda p, m=make, **o: keep(p, m, **o), clear, seed, lr=0.01)
    alone = [torch.cat([p.detach().flatten() for p in weights]) for weights in kept]
    return stacked.flat(rows.weights).tolist(), torch.stack(alone).tolist()


def clipped():
    """Accuracy and cosine of clipping.py."""
    from functools import partial

    import torch

    from scripts.experiments import definitions, forgetting

    digits, make = definitions("forgetting/clipping.py"), partial(torch.optim.SGD, lr=0.3)
    ((accuracies,),), ((cosines,),) = forgetting._clipped(digits, [make], (0, 1), (0.3,))
    alone = [[digits["train"](make, clear, 0.3, s) for s in (0, 1)] for clear in (True, False)]
    return [accuracies, cosines], [[[pair[i] for pair in row] for row in alone] for i in (0, 1)]


def noise():
    """The mean of w² after each step of noise.py, in its three loops."""
    import torch

    from scripts.experiments import definitions, forgetting

    loops = ((True, 0.0), (True, 0.9), (False, 0.0))
    together = torch.stack(list(forgetting._spreads((0, 3), loops, "cpu")), dim=-1).tolist()
    spread = definitions("forgetting/noise.py")["spread"]
    return together, [[spread(*loop, seed=seed) for seed in (0, 3)] for loop in loops]


def bowl():
    """The path of ball.py at two learning rates."""
    from scripts.experiments import definitions, forgetting

    roll = definitions("forgetting/ball.py")["roll"]
    alone = [[list(point) for point in roll(lr, False, steps=100)] for lr in (0.1, 2.5)]
    return forgetting._rolls((0.1, 2.5), False, steps=100), alone


def windows():
    """The last loss of more_steps.py, a step for eight micro-batches."""
    from functools import partial

    import torch

    from scripts.experiments import definitions, exceptions

    kinds = (("SGD", 0.2), ("Adam", 0.01))
    makes = [partial(getattr(torch.optim, kind), lr=lr) for kind, lr in kinds]
    train = definitions("exceptions/more_steps.py")["train"]
    alone = [[train(8, lr, kind, seed)[-1] for seed in (0, 1)] for kind, lr in kinds]
    return exceptions._last_losses(8, makes, (0, 1)), alone


def recurrent():
    """The losses of next/clipping.py in means of ten steps, at the slow rate."""
    from scripts.experiments import definitions, means, next

    rows, norms = next._clipping((0, 1), [0.05], [3.0])
    train = definitions("next/clipping.py")["train"]
    losses, first = zip(*(train(3.0, seed, 0.05)[1:] for seed in (0, 1)), strict=True)
    return [means(norms), *(row["losses"] for row in rows)], [means(first[0]), *map(means, losses)]


def schedule():
    """The losses of next/schedule.py, and the end of its training."""
    from scripts.experiments import definitions, next

    run = definitions("next/schedule.py")
    make = run["warm_up_then_cosine"]
    ((rates, *together),) = next._scheduled(run, (0, 1), [(0.03, make)])
    models, of_steps, losses = zip(
        *(run["train"](make, seed, 0.03) for seed in (0, 1)), strict=True
    )
    ends = zip(*map(run["evaluate"], models), strict=True)
    return [list(rates), *together], [of_steps[0], list(losses), *map(list, ends)]


def intervals():
    """The ends of once_per_epoch.py, for three intervals between two calls."""
    from scripts.experiments import definitions, placement

    ((*found,),) = placement._ends((0, 1), (0.03,), (1, 45, 225))
    train = definitions("placement/once_per_epoch.py")["train"]
    clears = ("every iteration", "every epoch", "before the loop")
    alone = [[list(train(clear, 0.03, seed)) for seed in (0, 1)] for clear in clears]
    return [[[*end.values()] for end in row] for row in found], alone


def gan():
    """The distances of gan.py, cleared and leaked."""
    from scripts.experiments import definitions, loops

    train = definitions("loops/gan.py")["train"]
    alone = [train("hinge", clear, seed) for clear in (True, False) for seed in (0, 1)]
    return loops._distances("hinge", (0, 1)), alone


FUNCTIONS = (weights, clipped, noise, bowl, windows, recurrent, schedule, intervals, gan)
CASES = {function.__name__: function for function in FUNCTIONS}


def numbers(nested):
    """The numbers in lists of lists, in order."""
    return [n for item in nested for n in (numbers(item) if isinstance(item, list) else [item])]


@pytest.fixture(scope="module")
def outcomes():
    def job(case):
        import torch

        torch.set_num_threads(1)
        return case()

    forked.warm(["sklearn", "optim"])
    return dict(forked.run_all({n: lambda c=c: job(c) for n, c in CASES.items()}, timeout=120))


@pytest.mark.parametrize("case", CASES)
def test_rows_end_where_each_ends_alone(case, outcomes):
    assert not outcomes[case].error, outcomes[case].error.traceback
    together, alone = map(numbers, outcomes[case].value)
    apart = max(abs(a - b) for a, b in zip(together, alone, strict=True))
    print(f"{case}: {len(alone)} numbers, at most {apart:.1g} apart")
    assert apart < ROUNDING
