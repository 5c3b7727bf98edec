"""Runs of the chapter "next": clipping, optimizers and schedules on scikit-learn's digits."""

from __future__ import annotations

import math
import statistics
from functools import partial

import torch
from torch.nn.functional import cross_entropy
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR

from scripts.experiments import definitions, means, medians, on, stacked
from scripts.experiments.stacked import Rows, digits_loss, digits_network, drawn, held_out, nested

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


def clipping(seeds=(0, 1, 2, 3, 4, 5, 6), device="cpu"):
    """A ReLU network of 32 recurrent units reads digits row by row; 200 steps of SGD.

    Gives seeds; max_norm: 3; units: 32; fast (lr 0.2) and slow (0.05): lr, clipped[seed] and
    unclipped[seed] with losses[20] (means of 10 steps), last (mean of the last epoch), above (share
    of steps with a norm above 3), alive (hidden units above 0 for any digit at the end), accuracy
    (held out); median[loop]: losses, last, alive; norms[200]: of every step, fast, clipped, first
    seed. Source: next/clipping.py, trained side by side.
    """
    rates, loops = {"fast": 0.2, "slow": 0.05}, {"clipped": 3.0, "unclipped": math.inf}
    with on(device):
        found, norms = _clipping(seeds, [*rates.values()], [*loops.values()])
    result = {"seeds": list(seeds), "max_norm": 3.0, "units": 32}
    cells = nested(found, len(loops), len(seeds))
    for (name, lr), cell in zip(rates.items(), cells, strict=True):
        rows = dict(zip(loops, cell, strict=True))
        result[name] = {"lr": lr, **rows, "median": {k: _middle(row) for k, row in rows.items()}}
    return {**result, "norms": norms}


def optimizers(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """Held-out accuracy after five epochs of digits: four optimizers at eight rates.

    The network has two matrices and no biases; all settings but the rate and SGD's momentum are the
    defaults (weight decay 0.01 in AdamW, 0.1 in Muon).
    Gives rates[8]; seeds; accuracy[optimizer][rate][seed]; median[optimizer][rate];
    best[optimizer]: rate (of the highest median), median, seeds_apart (there); best_apart: of the
    four highest medians. Source: next/optimizers.py, trained side by side.
    """
    with on(device):
        digits = definitions("next/optimizers.py")
        found = {**digits["OPTIMIZERS"], "Muon": torch.optim.Muon}
        accuracy = dict(zip(found, _accuracies(digits, found.values(), seeds), strict=True))
    median = {name: [statistics.median(a) for a in rows] for name, rows in accuracy.items()}
    best = {}
    for name, row in median.items():
        at = row.index(max(row))
        apart = max(accuracy[name][at]) - min(accuracy[name][at])
        best[name] = {"rate": RATES[at], "median": row[at], "seeds_apart": apart}
    tops = [max(row) for row in median.values()]
    return {
        "rates": list(RATES),
        "seeds": list(seeds),
        "accuracy": accuracy,
        "median": median,
        "best": best,
        "best_apart": max(tops) - min(tops),
    }


def schedule(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """A small network on digits, AdamW, 200 steps: a constant rate against warm-up and cosine.

    Gives seeds; for constant and both, at 0.2, rates[schedule][step], losses[schedule][seed][20]
    and median_losses[schedule][20] (of batches, means of 10 steps); ends[rate][schedule], at 0.2
    also for each half alone: loss[seed] (all training digits), accuracy[seed] (held out), median
    (of both). Source: next/schedule.py, trained side by side.
    """
    with on(device):
        digits = definitions("next/schedule.py")
        schedules = {
            "constant": digits["constant"],
            "both": digits["warm_up_then_cosine"],
            "warm-up alone": partial(LinearLR, start_factor=1 / 20, total_iters=20),
            "cosine alone": partial(CosineAnnealingLR, T_max=200),
        }
        settings = [
            (lr, name)
            for lr in (0.01, 0.03, 0.1, 0.2)
            for name in schedules
            if lr == 0.2 or "alone" not in name
        ]
        found = _scheduled(digits, seeds, [(lr, schedules[name]) for lr, name in settings])
    result = {"seeds": list(seeds), "rates": {}, "losses": {}, "median_losses": {}, "ends": {}}
    for (lr, name), (rates, losses, *end) in zip(settings, found, strict=True):
        result["ends"].setdefault(f"{lr:g}", {})[name] = _end(*end)
        if lr == 0.2 and "alone" not in name:
            result["rates"][name] = rates
            result["losses"][name] = [means(run) for run in losses]
            result["median_losses"][name] = medians(result["losses"][name])
    return result


def _clipping(seeds, rates, max_norms):
    """The trainings of clipping.py, side by side: a row for rates × norms × seeds; norms of one."""
    run = definitions("next/clipping.py")
    X, y = run["X"], run["y"]
    models, orders = drawn(seeds, run["network"], epochs=10, samples=1400)
    rows = Rows(models, copies=len(rates) * len(max_norms))
    max_norm = torch.tensor(max_norms).repeat_interleave(len(seeds)).repeat(len(rates))
    (optimizer,), steps = rows.optimizers([torch.optim.SGD], rates), []

    def states(model, X):
        return model["rnn"](X)[0][:, -1]

    def loss(model, X, y):
        return cross_entropy(model["head"](states(model, X)), y)

    def end(model):
        last = states(model, X)
        right = model["head"](last).argmax(1) == y
        return (last > 0).any(0).sum().item(), right[1400:].float().mean().item()

    with torch.backends.cudnn.flags(enabled=False):  # torch.func cannot stack its RNN
        for batch in orders.flatten(1).split(70, dim=1):
            rows.zero_grad()
            losses = rows.backward(loss, X[batch], y[batch])
            steps.append(torch.stack([losses, rows.clip(max_norm)]))
            optimizer.step()
    losses, norms = torch.stack(steps, dim=-1).tolist()
    found = [_clipped(*row) for row in zip(losses, norms, rows.each(end), strict=True)]
    return found, norms[0]


def _clipped(losses, norms, end):
    """One training of clipping.py, in numbers."""
    alive, accuracy = end
    return {
        "losses": means(losses),
        "last": statistics.mean(losses[-20:]),
        "above": sum(norm > 3.0 for norm in norms) / len(norms),
        "alive": alive,
        "accuracy": accuracy,
    }


def _middle(rows):
    """The medians over seeds."""
    return {
        "losses": medians(row["losses"] for row in rows),
        "last": statistics.median(row["last"] for row in rows),
        "alive": statistics.median(row["alive"] for row in rows),
    }


def _accuracies(digits, makes, seeds):
    """The trainings of optimizers.py, side by side: optimizers × RATES × seeds."""
    X, y = digits["X"], digits["y"]
    models, orders = drawn(seeds, digits_network, epochs=5, samples=1400)
    *_, rows = stacked.epochs(X, y, models, orders, 70, makes, RATES)
    return nested(rows.each(held_out(X, y)), len(RATES), len(seeds))


def _scheduled(digits, seeds, settings):
    """The trainings of schedule.py, side by side, for pairs of a rate and what makes its schedule.

    For each: the rate of each step, the losses by seed, and at the end by seed loss and accuracy.
    """
    X, y = digits["X"], digits["y"]
    models, orders = drawn(seeds, partial(digits_network, bias=True), epochs=10, samples=1400)
    rows, rates, losses = Rows(models, copies=len(settings)), [], []
    optimizers = rows.optimizers([partial(torch.optim.AdamW, lr=lr) for lr, _ in settings])
    schedulers = [make(o) for (_, make), o in zip(settings, optimizers, strict=True)]
    for batch in orders.flatten(1).split(70, dim=1):
        rows.zero_grad()
        losses.append(rows.backward(digits_loss, X[batch], y[batch]))
        rates.append([scheduler.get_last_lr()[0] for scheduler in schedulers])
        for step in (*optimizers, *schedulers):
            step.step()
    of_seen = rows.each(lambda model: digits_loss(model, X[:1400], y[:1400]).item())
    by_row = torch.stack(losses, dim=-1).tolist(), of_seen, rows.each(held_out(X, y))
    return zip(zip(*rates, strict=True), *(nested(n, len(seeds)) for n in by_row), strict=True)


def _end(losses, accuracies):
    """Loss and accuracy of every seed, and their medians."""
    median = {"loss": statistics.median(losses), "accuracy": statistics.median(accuracies)}
    return {"loss": losses, "accuracy": accuracies, "median": median}
