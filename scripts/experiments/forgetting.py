"""Runs of the chapter "forgetting": what a loop without `zero_grad()` does, and to whom."""

from __future__ import annotations

from statistics import median

import torch

from scripts.experiments import program

SEEDS = (0, 1, 2, 3, 4)
RATES = (0.0001, 0.001, 0.01, 0.1, 1.0)
LEARNED, LOST = 0.5, 0.3  # accuracies on ten digits; guessing has 0.1


def identity(seeds=SEEDS, device="cpu"):
    """Is forgetting, step by step, the same bits as momentum 1? On w²/2 and on digits.

    Returns one bool per learning rate for the quadratic (float32, 200 steps from w = 1), one per
    seed for the network (mini-batches of 32, lr 0.1), one per implementation of SGD, and, for the
    settings where it may end, whether the bits are the same and how far apart the weights are
    after 50 steps, relative to their length. Sources: forgetting/identity.py, identity_ends.py.
    """
    with torch.device(device):
        run, ends = program("forgetting/identity.py"), program("forgetting/identity_ends.py")

        def same(problem, lr=0.1, **options):
            forgotten = problem(False, lr=lr, **options)
            return torch.equal(forgotten, problem(True, lr=lr, momentum=1.0, **options))

        network = run["network"]
        rates = (0.01, 0.1, 0.5, 1.0, 1.9, 2.5, 3.9, 4.1)
        return {
            "seeds": list(seeds),
            "rates": list(rates),
            "quadratic": [same(run["quadratic"], lr) for lr in rates],
            "network": [same(network, seed=seed) for seed in seeds],
            "weights": network(False, lr=0.1).shape[1],
            "foreach": same(network, foreach=True),
            "fused": same(network, fused=True),
            "ends": {name: _apart(ends["path"], *pair) for name, pair in ends["pairs"].items()},
        }


def ball(device="cpu"):
    """w²/2 from w = 1 without `zero_grad()`: reach and period for many lr·λ.

    "reach" is the largest |w| in 1000 steps, "period" the mean number of steps between two passes
    upwards through 0, "energy" the largest change of w² + lr·v² + lr·w·v (v = w.grad) from its
    start, 1. "cleared" is |w| after 300 steps with `zero_grad()`, "beyond" the reach in 300 steps
    without it for lr·λ ≥ 4. Source: forgetting/ball.py (float64).
    """
    with torch.device(device):
        run = program("forgetting/ball.py")
        rates = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 1.9, 2.1, 2.5, 3.0, 3.5]
        rates += [3.7, 3.8, 3.9]
        paths = {lr: run["roll"](lr, False, steps=1000) for lr in rates}
        beyond = (4.0, 4.1)
        return {
            "rates": rates,
            "reach": [run["reach"](path) for path in paths.values()],
            "period": [run["period"](path) for path in paths.values()],
            "cleared": [abs(run["roll"](lr, True, steps=300)[-1][0]) for lr in rates],
            "energy": [_drift(lr, path) for lr, path in paths.items()],
            "beyond": {str(lr): run["reach"](run["roll"](lr, False, steps=300)) for lr in beyond},
        }


def orbits(device="cpu"):
    """w and velocity v on w²/2 at lr·λ = 0.2, 60 steps: three loops, from w = 1 at rest.

    The velocity is what the step subtracts, divided by lr: the fresh gradient with `zero_grad()`,
    the sum in `.grad` without it, the momentum buffer with momentum 0.9.
    Source: forgetting/ball.py.
    """
    with torch.device(device):
        roll = program("forgetting/ball.py")["roll"]
        lr = 0.2
        loops = {
            "cleared": roll(lr, True, steps=60),
            "momentum": roll(lr, True, momentum=0.9, steps=60),
            "forgotten": roll(lr, False, steps=60),
        }
    return {
        "lr": lr,
        **{
            name: {"w": [w for w, _ in path], "v": _velocity(lr, path)}
            for name, path in loops.items()
        },
        "grad": [grad for _, grad in loops["forgotten"]],
    }


def steep(device="cpu"):
    """w on w²/2 at lr·λ = 2.5 from w = 1: where the right loop diverges and the other does not.

    Source: forgetting/ball.py.
    """
    with torch.device(device):
        roll = program("forgetting/ball.py")["roll"]
        loops = {"cleared": roll(2.5, True, steps=12), "forgotten": roll(2.5, False, steps=12)}
    return {"lr": 2.5, **{name: [w for w, _ in path] for name, path in loops.items()}}


def noise(seeds=SEEDS, device="cpu"):
    """Mean of w² over 4000 weights under gradient noise 0.1, lr·λ = 0.1, at selected steps.

    Source: forgetting/noise.py, once per seed.
    """
    with torch.device(device):
        spread = program("forgetting/noise.py")["spread"]
        times = [25, 50, 75, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200]
        times += [1300, 1400, 1500, 1600]
        loops = {"cleared": (True, 0.0), "momentum": (True, 0.9), "forgotten": (False, 0.0)}
        histories = {
            name: [spread(*loop, seed=seed) for seed in seeds] for name, loop in loops.items()
        }
    lines = {
        name: [[run[t - 1] for t in times] for run in runs] for name, runs in histories.items()
    }
    return {
        "seeds": list(seeds),
        "lr": 0.1,
        "noise": 0.1,
        "steps": times,
        **lines,
        "median": _medians(lines),
    }


def map_sgd(seeds=SEEDS, device="cpu"):
    """Digits, ten epochs, five learning rates: SGD, momentum 0.9, ASGD, Muon and Rprop.

    Per optimizer and rate: held-out accuracy at the end, with and without `zero_grad()`, for each
    seed, the medians, and a verdict in one word. Source: forgetting/digits.py.
    """
    optim = torch.optim
    names = {name: getattr(optim, name) for name in ("SGD", "ASGD", "Muon", "Rprop")}
    return _map({"SGD": optim.SGD, "momentum": _momentum, **names}, seeds, device)


def map_adam(seeds=SEEDS, device="cpu"):
    """The same map for Adam, AdamW, NAdam, RAdam and Adamax. Source: forgetting/digits.py."""
    names = ("Adam", "AdamW", "NAdam", "RAdam", "Adamax")
    return _map({name: getattr(torch.optim, name) for name in names}, seeds, device)


def map_adaptive(seeds=SEEDS, device="cpu"):
    """The same map for RMSprop, Adagrad, Adadelta and Adafactor. Source: forgetting/digits.py."""
    names = ("RMSprop", "Adagrad", "Adadelta", "Adafactor")
    return _map({name: getattr(torch.optim, name) for name in names}, seeds, device)


def epochs(seeds=SEEDS, device="cpu"):
    """Held-out accuracy on digits after every epoch, for three optimizers at lr 0.01.

    Source: forgetting/digits.py.
    """
    with torch.device(device):
        train = program("forgetting/digits.py")["train"]
        cases = (("SGD", 0.01), ("RMSprop", 0.01), ("Adam", 0.01))
        rows = []
        for name, lr in cases:
            optimizer = getattr(torch.optim, name)
            runs = {
                loop: [train(optimizer, clear, seed, lr=lr) for seed in seeds]
                for loop, clear in (("cleared", True), ("forgotten", False))
            }
            rows.append({"optimizer": name, "lr": lr, **runs, "median": _medians(runs)})
    return {"seeds": list(seeds), "cases": rows}


def defaults(seeds=SEEDS, device="cpu"):
    """Digits with every optimizer at its own default learning rate, with and without the call.

    Source: forgetting/defaults.py, here with all optimizers that take a plain step().
    """
    with torch.device(device):
        train = program("forgetting/defaults.py")["train"]
        names = (
            "SGD ASGD Adam AdamW NAdam RAdam Adamax RMSprop Adagrad Adadelta Adafactor Muon Rprop"
        )
        rows = []
        for name in names.split():
            optimizer = getattr(torch.optim, name)
            cell = _cell(lambda clear, seed, o=optimizer: train(o, clear, seed), seeds)
            lr = optimizer([torch.zeros(2, 2, requires_grad=True)]).defaults["lr"]
            rows.append({"optimizer": name, "lr": float(lr), **cell})
    return {"seeds": list(seeds), "rows": rows}


def zero_every(seeds=SEEDS, device="cpu"):
    """Digits, SGD: accuracy where only every k-th mini-batch of 100 clears; 14 make an epoch.

    k = 140 clears before the first iteration only. Source: forgetting/zero_every.py.
    """
    with torch.device(device):
        train = program("forgetting/zero_every.py")["train"]
        intervals, rates = (1, 2, 4, 7, 14, 28, 70, 140), (0.01, 0.1, 1.0)
        table = {
            str(lr): [[train(k, lr, seed) for seed in seeds] for k in intervals] for lr in rates
        }
    return {
        "seeds": list(seeds),
        "every": list(intervals),
        "accuracy": table,
        "median": {lr: [median(cell) for cell in row] for lr, row in table.items()},
    }


def scaled(seeds=SEEDS, device="cpu"):
    """Digits with and without a GradScaler (scale 65536): what forgetting costs in either.

    Source: forgetting/scaler.py.
    """
    with torch.device(device):
        train = program("forgetting/scaler.py")["train"]
        rows = []
        for name, lr in (("SGD", 0.01), ("SGD", 1.0), ("Adam", 0.01)):
            for scaler in (True, False):
                optimizer = getattr(torch.optim, name)

                def run(clear, seed, o=optimizer, s=scaler, lr=lr):
                    return train(o, clear, s, seed, lr=lr)

                rows.append({"optimizer": name, "lr": lr, "scaler": scaler, **_cell(run, seeds)})
    return {"seeds": list(seeds), "rows": rows}


def clipped(seeds=SEEDS, device="cpu"):
    """Digits with clipping at four norms: accuracy, and the cosine of `.grad` to fresh.

    Source: forgetting/clipping.py.
    """
    with torch.device(device):
        train = program("forgetting/clipping.py")["train"]
        rows = []
        for name, lr in (("SGD", 0.3), ("Adam", 0.01)):
            for clip in (0.1, 0.3, 1.0, 3.0, 10.0):
                optimizer, cosines = getattr(torch.optim, name), {True: [], False: []}

                def run(clear, seed, o=optimizer, c=clip, lr=lr, cosines=cosines):
                    accuracy, cosine = train(o, clear, c, seed, lr=lr)
                    cosines[clear].append(cosine)
                    return accuracy

                row = {"optimizer": name, "lr": lr, "clip": clip, **_cell(run, seeds)}
                rows.append({**row, "cosine": cosines[False], "cleared_cosine": cosines[True]})
    return {"seeds": list(seeds), "rows": rows}


def norms(seeds=SEEDS, device="cpu"):
    """Digits, SGD: mean loss and gradient norm per epoch, right at lr 0.1 and forgotten at 0.01.

    Source: forgetting/norm.py.
    """
    with torch.device(device):
        train = program("forgetting/norm.py")["train"]
        loops = {"cleared": (True, 0.1), "forgotten": (False, 0.01)}
        runs = {name: [train(*loop, seed=seed) for seed in seeds] for name, loop in loops.items()}
    result = {"seeds": list(seeds)}
    for name, histories in runs.items():
        lines = {
            "loss": [[loss for loss, _ in run] for run in histories],
            "norm": [[norm for _, norm in run] for run in histories],
        }
        result[name] = {**lines, "median": _medians(lines)}
    return result


def _apart(path, optimizer, forgotten, cleared):
    """Are the forgotten path and momentum 1 the same bits, and how far apart do they end?"""
    without = path(False, optimizer, **forgotten)
    momentum = path(True, optimizer, momentum=1.0, **cleared)
    apart = (without - momentum)[-1].norm() / momentum[-1].norm()
    return {"same": torch.equal(without, momentum), "apart": apart.item()}


def _drift(lr, path):
    """The largest change of w² + lr·v² + lr·w·v along the path, relative to its first value, 1."""
    return max(abs(w * w + lr * v * v + lr * w * v - 1) for w, v in path)


def _velocity(lr, path):
    """What each step subtracted, divided by lr; 0 before the first."""
    weights = [w for w, _ in path]
    return [0.0, *((a - b) / lr for a, b in zip(weights, weights[1:], strict=False))]


def _momentum(parameters, lr):
    return torch.optim.SGD(parameters, lr=lr, momentum=0.9)


def _medians(runs):
    """Of each named list of runs, the median over seeds, point by point."""
    return {
        name: [median(point) for point in zip(*lines, strict=True)] for name, lines in runs.items()
    }


def _map(optimizers, seeds, device):
    with torch.device(device):
        train = program("forgetting/digits.py")["train"]
        rows = {}
        for name, optimizer in optimizers.items():
            rows[name] = []
            for lr in RATES:

                def run(clear, seed, o=optimizer, lr=lr):
                    return train(o, clear, seed, lr=lr)[-1]

                rows[name].append({"lr": lr, **_cell(run, seeds)})
    best = {
        name: {
            "cleared": max((cell["median"][0], cell["lr"]) for cell in cells),
            "forgotten": max((cell["median"][1], cell["lr"]) for cell in cells),
        }
        for name, cells in rows.items()
    }
    return {"seeds": list(seeds), "rates": list(RATES), "rows": rows, "best": best}


def _cell(run, seeds):
    """Accuracies of run(clear, seed) per seed with and without the call, medians, and a verdict."""
    cleared = [run(True, seed) for seed in seeds]
    forgotten = [run(False, seed) for seed in seeds]
    gaps = [b - a for a, b in zip(cleared, forgotten, strict=True)]
    pair = (median(cleared), median(forgotten))
    return {
        "cleared": cleared,
        "forgotten": forgotten,
        "median": list(pair),
        "gap": median(gaps),
        "verdict": _verdict(*pair, gaps),
    }


def _verdict(cleared, forgotten, gaps):
    """One word: what forgetting does, by 5 points or more in every seed."""
    if max(cleared, forgotten) < LEARNED:
        return "neither"
    if max(gaps) <= -0.05:
        return "destroys" if forgotten < LOST else "hurts"
    if min(gaps) >= 0.05:
        return "helps"
    return "even"
