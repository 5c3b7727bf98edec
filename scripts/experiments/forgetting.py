"""Runs of the chapter "forgetting": what a loop without `zero_grad()` does, and to whom."""

from __future__ import annotations

import math
from functools import partial
from statistics import median

import torch
from torch.nn.functional import cosine_similarity

from scripts.experiments import apart, definitions, medians, on, stacked
from scripts.experiments.stacked import digits_network, held_out, nested

SEEDS = (0, 1, 2, 3, 4)
RATES = (0.0001, 0.001, 0.01, 0.1, 1.0)
ADAM, ADAPTIVE = "Adam AdamW NAdam RAdam Adamax", "RMSprop Adagrad Adadelta Adafactor"
SPLITS = (11, 12, 13, 14)  # other held-out digits, other weights
FORGOTTEN = 10**6
LEARNED, LOST = 0.5, 0.3  # accuracies on ten digits; guessing has 0.1


def identity(seeds=SEEDS, device="cpu"):
    """Is forgetting, step by step, the same bits as momentum 1? On w²/2 and on digits.

    Gives seeds; rates[8]; quadratic[rate]: same bits (float32, 200 steps from w = 1);
    network[seed]: same bits (batches of 32, lr 0.1); weights: their number; foreach, fused: same
    bits; dtypes[name]: same bits (w²/2); ends[setting]: same (bits), apart (relative distance of
    the weights after 50 steps).
    Sources: forgetting/identity.py, identity_ends.py.
    """
    with on(device):
        run = definitions("forgetting/identity.py")
        ends = definitions("forgetting/identity_ends.py")

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
            "dtypes": {name: _same_in(name, same, run) for name in ("float64", "bfloat16")},
            "ends": {name: _apart(*ends["paths"](*o)) for name, o in ends["cases"].items()},
        }


def ball(device="cpu"):
    """w²/2 from w = 1 without `zero_grad()`: reach and period for many lr·λ.

    Gives rates[18] (lr·λ); reach[rate]: largest |w| in 1000 steps; period[rate]: mean steps between
    passes upwards through 0; energy[rate]: largest change of w² + lr·v² + lr·w·v (v = w.grad) from
    1; cleared[rate]: |w| after 300 steps with the call, and at_two: at lr·λ = 2; beyond[rate ≥ 4]:
    reach in 300 steps; at_four[5]: w at the start and after each step, at lr·λ = 4.
    Source: forgetting/ball.py (float64), rolled side by side.
    """
    with on(device):
        run = definitions("forgetting/ball.py")
        rates = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 1.9, 2.1, 2.5, 3.0, 3.5]
        rates += [3.7, 3.8, 3.9]
        paths = dict(zip(rates, _rolls(rates, False, steps=1000), strict=True))
        beyond = (4.0, 4.1)
        return {
            "rates": rates,
            "reach": [run["reach"](path) for path in paths.values()],
            "period": [run["period"](path) for path in paths.values()],
            "cleared": [abs(path[-1][0]) for path in _rolls(rates, True, steps=300)],
            "at_two": abs(run["roll"](2.0, True, steps=300)[-1][0]),
            "at_four": [w for w, _ in run["roll"](4.0, False, steps=4)],
            "energy": [_drift(lr, path) for lr, path in paths.items()],
            "beyond": {str(lr): run["reach"](run["roll"](lr, False, steps=300)) for lr in beyond},
        }


def orbits(device="cpu"):
    """w and velocity on w²/2 at lr·λ = 0.2, from w = 1 at rest: three loops.

    Gives lr; cleared, momentum (0.9), forgotten: w[61] and v[61], at the start and after each step,
    v what the step subtracts over lr; grad[61]: .grad of the forgotten loop. Source:
    forgetting/ball.py.
    """
    with on(device):
        roll = definitions("forgetting/ball.py")["roll"]
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
    """w²/2 at lr·λ = 2.5 from w = 1: where the right loop diverges and the other does not.

    Gives lr; cleared[13] and forgotten[13]: w at the start and after each step. Source:
    forgetting/ball.py.
    """
    with on(device):
        roll = definitions("forgetting/ball.py")["roll"]
        loops = {"cleared": roll(2.5, True, steps=12), "forgotten": roll(2.5, False, steps=12)}
    return {"lr": 2.5, **{name: [w for w, _ in path] for name, path in loops.items()}}


def friction(device="cpu"):
    """w²/2 from w = 1, 40 steps of SGD, by momentum and by lr·λ; momentum 1 by forgetting.

    Gives kept[11]: momentum; rates[23]: lr·λ; w[momentum][rate]: w at the start and after each step
    until |w| is beyond 1000, without the call where momentum is 1; same[rate]: has the loop with
    the call and momentum 1 the same bits?; ends[setting]: forgotten[41] and momentum[41], w of both
    loops at lr·λ = 0.2 where they part. Source: forgetting/ball.py.
    """
    kept, rates = [i / 10 for i in range(11)], [i / 5 for i in range(23)]
    settings = {
        "weight decay": {"weight_decay": 0.1},
        "Nesterov": {"nesterov": True},
        "an unused branch": {"unused": True},
    }
    with on(device):
        roll = definitions("forgetting/ball.py")["roll"]
        forgotten = [roll(rate, False, steps=40) for rate in rates]
        loops = [[roll(rate, True, momentum, steps=40) for rate in rates] for momentum in kept]
        ends = {name: _parted(**options) for name, options in settings.items()}
    same = [
        [w for w, _ in without] == [w for w, _ in momentum_one]
        for without, momentum_one in zip(forgotten, loops[-1], strict=True)
    ]
    w = [[_within(path) for path in paths] for paths in [*loops[:-1], forgotten]]
    return {"kept": kept, "rates": rates, "w": w, "same": same, "ends": ends}


def _within(path, limit=1000):
    """The weights of a path, up to the first beyond the limit."""
    weights = [w for w, _ in path]
    return weights[: next((i for i, w in enumerate(weights, 1) if abs(w) > limit), None)]


def _parted(unused=False, nesterov=False, weight_decay=0.0):
    """The weights of the forgotten loop and of momentum 1, with an option; see friction()."""
    found = {}
    for loop, momentum in (("forgotten", 0.0), ("momentum", 1.0)):
        w = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
        options = {"nesterov": nesterov and momentum > 0, "weight_decay": weight_decay}
        optimizer = torch.optim.SGD([w], lr=0.2, momentum=momentum, **options)
        found[loop] = [1.0]
        for step in range(40):
            if momentum:
                optimizer.zero_grad()
            if not (unused and step % 2):
                (w**2 / 2).backward()
            optimizer.step()
            found[loop].append(w.item())
    return found


def noise(seeds=SEEDS, device="cpu"):
    """The mean of w² over 4000 weights under gradient noise.

    Gives seeds; lr (times λ); noise (standard deviation); steps[20]; cleared[seed][steps],
    momentum[seed][steps] (0.9), forgotten[seed][steps]: mean of w²; median[loop][steps]. Source:
    forgetting/noise.py, its seeds and loops side by side, under the same noise.
    """
    times = [25, 50, 75, 100, 150, *range(200, 1700, 100)]
    loops = {"cleared": (True, 0.0), "momentum": (True, 0.9), "forgotten": (False, 0.0)}
    with on(device):
        histories = torch.stack(list(_spreads(seeds, loops.values(), device)), dim=-1)
        alone = definitions("forgetting/noise.py")["spread"](False, seed=seeds[0])
    lines = dict(zip(loops, histories[..., [t - 1 for t in times]].tolist(), strict=True))
    assert math.isclose(lines["forgotten"][0][-1], alone[-1], rel_tol=1e-4)
    middle = {name: medians(runs) for name, runs in lines.items()}
    settings = {"seeds": list(seeds), "lr": 0.1, "noise": 0.1, "steps": times}
    return {**settings, **lines, "median": middle}


def noise_theory(seed=0, device="cpu"):
    """The mean of w² after 1600 steps of the forgotten loop, over what the straight line says.

    Gives [setting]: lr, curvature, over_line (1 where they agree). Source: forgetting/noise.py.
    """
    settings, rows = ((0.1, 1.0), (0.1, 10.0), (0.5, 0.2), (1.0, 1.0), (1.0, 3.0), (3.5, 1.0)), []
    with on(device):
        spread = definitions("forgetting/noise.py")["spread"]
        for lr, curvature in settings:
            end = spread(False, seed=seed, lr=lr, curvature=curvature)[-1]
            line = 2 * lr * 0.1**2 * 1600 / (curvature * (4 - lr * curvature))
            rows.append({"lr": lr, "curvature": curvature, "over_line": end / line})
    return rows


def ravine(device="cpu"):
    """A ravine with curvatures 1 and 0.001: each loop at the rate that is best after 40 steps.

    Gives [zero_grad()|forgotten|momentum 0.95]: rate, loss[80] (after each step). Source:
    forgetting/ravine.py.
    """
    with on(device):
        run, result = definitions("forgetting/ravine.py"), {}
        for name, loop in run["loops"].items():
            rate = run["best"](*loop)
            result[name] = {"rate": rate, "loss": run["losses"](rate, *loop)}
    return result


def map_sgd(seeds=SEEDS, device="cpu"):
    """Digits, ten epochs, five learning rates: SGD, momentum 0.9, ASGD, Muon and Rprop.

    Gives seeds; rates[5]; rows[optimizer][rate]: lr, cleared[seed] and forgotten[seed] (accuracy),
    median[2] (of both), gap (median of forgotten − cleared), verdict (a word);
    best[optimizer][cleared|forgotten]: highest median and its rate. Source: forgetting/digits.py,
    trained side by side.
    """
    momentum = partial(torch.optim.SGD, momentum=0.9)
    return _map({**_named("SGD"), "momentum": momentum, **_named("ASGD Muon Rprop")}, seeds, device)


def map_adam(seeds=SEEDS, device="cpu"):
    """The map of map_sgd for Adam, AdamW, NAdam, RAdam and Adamax.

    Gives the keys of map_sgd. Source: forgetting/digits.py, trained side by side.
    """
    return _map(_named(ADAM), seeds, device)


def map_adaptive(seeds=SEEDS, device="cpu"):
    """The map of map_sgd for RMSprop, Adagrad, Adadelta and Adafactor.

    Gives the keys of map_sgd. Source: forgetting/digits.py, trained side by side.
    """
    return _map(_named(ADAPTIVE), seeds, device)


def epochs(seeds=SEEDS, device="cpu"):
    """Held-out accuracy on digits after every epoch, for three optimizers at lr 0.01.

    Gives seeds; cases[3]: optimizer, lr, cleared[seed][epoch] and forgotten[seed][epoch]
    (accuracy), median[loop][epoch]; splits[loop][split]: accuracy after the last, on other SPLITS
    of the data. Source: forgetting/digits.py, trained side by side.
    """
    found, cases = _named("SGD RMSprop Adam"), []
    with on(device):
        digits = definitions("forgetting/digits.py")
        after = torch.tensor([*_accuracies(digits, found.values(), seeds, [0.01])]).movedim(0, -1)
        others = _of_splits(digits, found.values(), [0.01])
    for name, ((cleared, forgotten),), (other,) in zip(found, after.tolist(), others, strict=True):
        runs = {"cleared": cleared, "forgotten": forgotten}
        middle = {loop: medians(run) for loop, run in runs.items()}
        splits = dict(zip(runs, other, strict=True))
        cases.append({"optimizer": name, "lr": 0.01, **runs, "median": middle, "splits": splits})
    return {"seeds": list(seeds), "cases": cases}


def defaults(seeds=SEEDS, device="cpu"):
    """Digits with every optimizer that takes a plain step(), at its own default learning rate.

    Gives seeds; rows[13]: optimizer, the keys of a row of map_sgd, and later: these keys after 30
    epochs in place of ten. Source: forgetting/defaults.py, trained side by side.
    """
    found, rows = _named(f"SGD ASGD {ADAM} {ADAPTIVE} Muon Rprop"), []
    with on(device):
        digits = definitions("forgetting/defaults.py")
        after = [*_accuracies(digits, found.values(), seeds, epochs=30)]
        for (name, make), (pair,), (later,) in zip(found.items(), after[9], after[29], strict=True):
            lr = make([torch.zeros(2, 2, requires_grad=True)]).defaults["lr"]
            row = {"optimizer": name, "lr": float(lr), **_cell(*pair)}
            rows.append({**row, "later": _cell(*later)})
    return {"seeds": list(seeds), "rows": rows}


def two_sums(seeds=SEEDS, device="cpu"):
    """Forgetting with and without momentum on top of the sum, with and without a divisor.

    Gives rows[6]: optimizer, momentum (bool), and the keys of a row of map_sgd, its lists by run:
    the seeds, then SPLITS; bowl[lr·λ][momentum]: largest |w| on w²/2 in forgotten steps of SGD,
    2000 at 0.1, fewer at larger rates. Sources: forgetting/two_sums.py, trained side by side;
    forgetting/ball.py.
    """
    with on(device):
        digits, bowl = definitions("forgetting/two_sums.py"), definitions("forgetting/ball.py")
        found = [(n, f, *o) for f in ("one_sum", "two_sums") for n, o in digits[f].items()]
        makes = [partial(kind, lr=0.01, **options) for _, _, kind, options in found]
        *_, last = _accuracies(digits, makes, seeds)
        others = _of_splits(digits, makes)
        reach = {
            str(lr): {
                str(m): bowl["reach"](bowl["roll"](lr, False, m, steps=int(200 / lr)))
                for m in (0.0, 0.05, 0.5, 0.9)
            }
            for lr in (0.1, 0.5, 1.0, 2.0, 3.9)
        }
    rows = []
    for (name, group, *_), (pair,), (other,) in zip(found, last, others, strict=True):
        lists = [a + b for a, b in zip(pair, other, strict=True)]
        rows.append({"optimizer": name, "momentum": group == "two_sums", **_cell(*lists)})
    return {"rows": rows, "bowl": reach}


def zero_every(seeds=SEEDS, device="cpu"):
    """Digits, SGD, where only every k-th mini-batch of 100 clears; 14 make an epoch.

    Gives seeds; every[8]: k, 140 for the first iteration only; accuracy[rate][k][seed];
    median[rate][k]. Source: forgetting/zero_every.py, trained side by side.
    """
    intervals, rates = (1, 2, 4, 7, 14, 28, 70, 140), (0.01, 0.1, 1.0)
    with on(device):
        digits = definitions("forgetting/zero_every.py")
        *_, (last,) = _accuracies(digits, [torch.optim.SGD], seeds, rates, every=intervals)
    table = dict(zip(map(str, rates), last, strict=True))
    return {
        "seeds": list(seeds),
        "every": list(intervals),
        "accuracy": table,
        "median": {lr: [median(cell) for cell in row] for lr, row in table.items()},
    }


def scaled(seeds=SEEDS, device="cpu"):
    """Digits with and without a GradScaler (scale 65536): what forgetting costs in either.

    Gives seeds; rows[6], by setting, then with and without: optimizer, scaler (bool), the keys of a
    row of map_sgd, and with it steps[loop][seed], made of 140. Source: forgetting/scaler.py, ten
    epochs, in which the scale does not grow; those without a scaler are trained side by side.
    """
    settings = ("SGD", 0.01), ("SGD", 1.0), ("Adam", 0.01)
    makes, rows = [partial(getattr(torch.optim, name), lr=lr) for name, lr in settings], []
    with on(device):
        digits = definitions("forgetting/scaler.py")
        *_, last = _accuracies(digits, makes, seeds)
        for (name, lr), make, (without,) in zip(settings, makes, last, strict=True):
            train = partial(digits["train"], make, scaled=True)
            found = [[train(clear, seed=seed) for seed in seeds] for clear in (True, False)]
            with_scaler, steps = ([[run[i] for run in loop] for loop in found] for i in (0, 1))
            for scaler, pair in ((True, with_scaler), (False, without)):
                row = {"optimizer": name, "lr": lr, "scaler": scaler, **_cell(*pair)}
                rows.append({**row, "steps": steps} if scaler else row)
    return {"seeds": list(seeds), "rows": rows}


def scale_grows(seeds=SEEDS, device="cpu"):
    """Digits with a GradScaler whose scale grows, SGD at lr 0.01: until a step overflows.

    Gives often (grows every 10 steps, ten epochs) and default (every 2000, 500 epochs, first seed):
    iterations; cleared[run] and forgotten[run]: steps (made), scale (at the end). Source:
    forgetting/scaler.py.
    """
    with on(device):
        run, result = definitions("forgetting/scaler.py"), {}
        for name, every, epochs, of in (
            ("often", 10, 10, seeds),
            ("default", 2000, 500, seeds[:1]),
        ):
            result[name] = {"iterations": 14 * epochs}
            for loop in ("cleared", "forgotten"):
                train = partial(run["train"], run["sgd"], loop == "cleared", True)
                found = [train(seed=s, grow_every=every, epochs=epochs) for s in of]
                ends = [{"steps": steps, "scale": scale} for _, steps, scale in found]
                result[name][loop] = ends
    return result


def clipped(seeds=SEEDS, device="cpu"):
    """Digits with clipping: accuracy, and how well `.grad` points along the fresh gradient.

    Gives seeds; rows[10], by optimizer, then norm: optimizer, clip (the norm), the keys of a row of
    map_sgd, cosine[seed] and cleared_cosine[seed]: of .grad to fresh, means over 140 steps. Source:
    forgetting/clipping.py, trained side by side.
    """
    settings, norms = (("SGD", 0.3), ("Adam", 0.01)), (0.1, 0.3, 1.0, 3.0, 10.0)
    makes, rows = [partial(getattr(torch.optim, name), lr=lr) for name, lr in settings], []
    with on(device):
        digits = definitions("forgetting/clipping.py")
        found = _clipped(digits, makes, seeds, norms)
    for (name, lr), *cells in zip(settings, *found, strict=True):
        for clip, accuracies, (cleared, forgotten) in zip(norms, *cells, strict=True):
            row = {"optimizer": name, "lr": lr, "clip": clip, **_cell(*accuracies)}
            rows.append({**row, "cosine": forgotten, "cleared_cosine": cleared})
    return {"seeds": list(seeds), "rows": rows}


def norms(seeds=SEEDS, device="cpu"):
    """Digits, SGD: loss and gradient norm, right at lr 0.1 and forgotten at 0.01.

    Gives seeds; cleared and forgotten: loss[seed][epoch] and norm[seed][epoch] (means over an
    epoch), median[loss|norm][epoch]. Source: forgetting/norm.py.
    """
    with on(device):
        train = definitions("forgetting/norm.py")["train"]
        loops = {"cleared": (True, 0.1), "forgotten": (False, 0.01)}
        runs = {name: [train(*loop, seed=seed) for seed in seeds] for name, loop in loops.items()}
    result = {"seeds": list(seeds)}
    for name, histories in runs.items():
        lines = {
            "loss": [[loss for loss, _ in run] for run in histories],
            "norm": [[norm for _, norm in run] for run in histories],
        }
        result[name] = {**lines, "median": {key: medians(line) for key, line in lines.items()}}
    return result


def _same_in(dtype, same, run):
    """same() of the quadratic, computed in another dtype."""
    usual = torch.get_default_dtype()
    torch.set_default_dtype(getattr(torch, dtype))
    try:
        return same(run["quadratic"])
    finally:
        torch.set_default_dtype(usual)


def _apart(without, momentum):
    """Are the forgotten path and momentum 1 the same bits, and how far apart do they end?"""
    return {"same": torch.equal(without, momentum), "apart": apart(without[-1], momentum[-1])}


def _rolls(rates, clear, steps):
    """roll() of ball.py for each rate, side by side."""
    bowl = torch.nn.ParameterDict({"w": torch.tensor(1.0, dtype=torch.float64)})
    rows = stacked.Rows([bowl], copies=len(rates))
    (optimizer,) = rows.optimizers([torch.optim.SGD], rates)
    path = [torch.stack([rows.weights["w"], rows.grads["w"]], dim=1)]
    for _ in range(steps):
        if clear:
            rows.zero_grad()
        rows.backward(lambda bowl: bowl["w"] ** 2 / 2)
        optimizer.step()
        path.append(torch.stack([rows.weights["w"], rows.grads["w"]], dim=1))
    return torch.stack(path, dim=1).tolist()


def _drift(lr, path):
    """The largest change of w² + lr·v² + lr·w·v along the path, relative to its first value, 1."""
    return max(abs(w * w + lr * v * v + lr * w * v - 1) for w, v in path)


def _velocity(lr, path):
    """What each step subtracted, divided by lr; 0 before the first."""
    weights = [w for w, _ in path]
    return [0.0, *((a - b) / lr for a, b in zip(weights, weights[1:], strict=False))]


def _spreads(seeds, loops, device):
    """After each of 1600 steps, the mean of w² over 4000 weights: loops × seeds."""
    generators = [torch.Generator(device).manual_seed(seed) for seed in seeds]
    weights = [torch.zeros(len(seeds), 4000, requires_grad=True) for _ in loops]
    optimizers = [
        torch.optim.SGD([w], lr=0.1, momentum=momentum)
        for w, (_, momentum) in zip(weights, loops, strict=True)
    ]
    for _ in range(1600):
        noise = 0.1 * torch.stack([torch.randn(4000, generator=g) for g in generators])
        for w, optimizer, (clear, _) in zip(weights, optimizers, loops, strict=True):
            if clear:
                optimizer.zero_grad()
            (w**2 / 2 + noise * w).sum().backward()  # gradient w + noise
            optimizer.step()
        yield torch.stack([w.detach().square().mean(1) for w in weights])


def _named(names):
    """Optimizers of torch.optim by their names."""
    return {name: getattr(torch.optim, name) for name in names.split()}


def _map(optimizers, seeds, device):
    """For each optimizer the cells of all RATES, and where it does best in either loop."""
    with on(device):
        digits = definitions("forgetting/digits.py")
        *_, last = _accuracies(digits, optimizers.values(), seeds, RATES)
        others = _of_splits(digits, optimizers.values(), RATES)
    rows = {
        name: [
            {
                "lr": lr,
                **_cell(*pair),
                "splits": dict(zip(("cleared", "forgotten"), o, strict=True)),
            }
            for lr, pair, o in zip(RATES, pairs, other, strict=True)
        ]
        for name, pairs, other in zip(optimizers, last, others, strict=True)
    }
    best = {
        name: {
            "cleared": max((cell["median"][0], cell["lr"]) for cell in cells),
            "forgotten": max((cell["median"][1], cell["lr"]) for cell in cells),
        }
        for name, cells in rows.items()
    }
    return {"seeds": list(seeds), "rates": list(RATES), "rows": rows, "best": best}


def _of_splits(digits, makes, rates=(None,)):
    """The last accuracies on other SPLITS: optimizers × rates × (cleared, forgotten) × splits."""
    found = []
    for split in SPLITS:
        generator = torch.Generator().manual_seed(split)
        order = torch.randperm(len(digits["X"]), generator=generator, device="cpu")
        data = {name: digits[name][order] for name in ("X", "y")}
        *_, last = _accuracies(data, makes, (split,), rates)
        found.append(torch.tensor(last))
    return torch.cat(found, dim=-1).tolist()


def _accuracies(digits, makes, seeds, rates=(None,), every=(1, FORGOTTEN), epochs=10):
    """Held-out accuracies after each epoch: optimizers × rates × intervals × seeds.

    The trainings of the program, side by side. Intervals are those between two calls of
    zero_grad(), FORGOTTEN where there is none; without rates, the optimizers have their own.
    """
    X, y = digits["X"], digits["y"]
    models, orders = stacked.drawn(seeds, digits_network, epochs=epochs, samples=1400)
    for rows in stacked.epochs(X, y, models, orders, 100, makes, rates, every):
        yield nested(rows.each(held_out(X, y)), len(rates), len(every), len(seeds))


def _clipped(digits, makes, seeds, norms):
    """Accuracies, and mean cosines of .grad to fresh: optimizers × norms × (cleared, …) × seeds."""
    X, y, sizes = digits["X"], digits["y"], (len(norms), 2, len(seeds))
    models, orders = stacked.drawn(seeds, digits_network, epochs=10, samples=1400)
    rows = stacked.Rows(models, copies=len(makes) * len(norms) * 2)
    cleared = torch.tensor([True, False]).repeat_interleave(len(seeds))
    max_norm = torch.tensor(norms).repeat_interleave(2 * len(seeds)).repeat(len(makes))
    optimizers, cosines = rows.optimizers(makes), []
    for batch in orders.flatten(1).split(100, dim=1):
        rows.zero_grad(cleared.repeat(len(makes) * len(norms)))
        rows.backward(stacked.digits_loss, X[batch], y[batch])
        rows.clip(max_norm)
        for optimizer in optimizers:
            optimizer.step()
        cosines.append(cosine_similarity(*map(stacked.flat, (rows.grads, rows.fresh))))
    along = torch.stack(cosines).mean(0).tolist()
    return nested(rows.each(held_out(X, y)), *sizes), nested(along, *sizes)


def _cell(cleared, forgotten):
    """Accuracies per seed with and without the call, their medians, and a verdict."""
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
