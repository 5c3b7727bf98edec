"""Runs of the chapter "next": clipping, optimizers and schedules on scikit-learn's digits."""

from __future__ import annotations

import statistics
from functools import partial

import torch

from scripts.experiments import program

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


def clipping(seeds=(0, 1, 2, 3, 4, 5, 6), device="cpu"):
    """A ReLU network of 32 recurrent units reads digits row by row; 200 steps of SGD.

    Returns, for a fast rate (0.2) and a slow one (0.05), for the loop that clips at norm 3 and the
    one that does not, one row a seed: the loss in means of 10 steps, its mean over the last epoch,
    the share of steps with a norm above 3, how many hidden units are above 0 for any digit at the
    end, and the held-out accuracy; medians over seeds; and all norms of seed 0, clipped.
    Source: next/clipping.py.
    """
    with torch.device(device):
        run = program("next/clipping.py")
        result = {"seeds": list(seeds), "max_norm": 3.0, "units": 32}
        for name, lr in (("fast", 0.2), ("slow", 0.05)):
            rows = {
                "clipped": [_clipping(run, 3.0, seed, lr) for seed in seeds],
                "unclipped": [_clipping(run, float("inf"), seed, lr) for seed in seeds],
            }
            medians = {
                loop: {
                    "losses": _medians(row["losses"] for row in found),
                    "last": statistics.median(row["last"] for row in found),
                    "alive": statistics.median(row["alive"] for row in found),
                }
                for loop, found in rows.items()
            }
            result[name] = {"lr": lr, **rows, "median": medians}
        result["norms"] = run["train"](3.0, seeds[0])[2]
    return result


def optimizers(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """Held-out accuracy after five epochs of digits: four optimizers, eight rates, five seeds.

    The network has two matrices and no biases; all settings but the rate and SGD's momentum are
    the defaults (weight decay 0.01 in AdamW, 0.1 in Muon). Returns all accuracies, their medians,
    for each optimizer the rate with the highest median and how far the seeds lie apart there, and
    how far the four highest medians lie apart.
    Source: next/optimizers.py.
    """
    with torch.device(device):
        run = program("next/optimizers.py")
        found = {**run["OPTIMIZERS"], "Muon": torch.optim.Muon}
        accuracy = {
            name: [[run["train"](optimizer, lr, seed) for seed in seeds] for lr in RATES]
            for name, optimizer in found.items()
        }
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

    Returns the rate of each step and the batch loss in means of 10 steps at a rate of 0.2, and for
    four rates the loss on all training digits and the held-out accuracy at the end, by seed and
    as medians; at 0.2 also for each half of the schedule alone.
    Source: next/schedule.py.
    """
    with torch.device(device):
        run = program("next/schedule.py")
        schedules = {
            "constant": run["constant"],
            "both": run["warm_up_then_cosine"],
            "warm-up alone": partial(
                torch.optim.lr_scheduler.LinearLR, start_factor=1 / 20, total_iters=20
            ),
            "cosine alone": partial(torch.optim.lr_scheduler.CosineAnnealingLR, T_max=200),
        }
        result = {"seeds": list(seeds), "rates": {}, "losses": {}, "median_losses": {}, "ends": {}}
        for lr in (0.01, 0.03, 0.1, 0.2):
            ends = {}
            for name, make in schedules.items():
                if "alone" in name and lr != 0.2:
                    continue
                runs = [run["train"](make, seed, lr) for seed in seeds]
                ends[name] = _ends([run["evaluate"](model) for model, _, _ in runs])
                if lr == 0.2 and "alone" not in name:
                    result["rates"][name] = runs[0][1]
                    result["losses"][name] = [_means(losses, 10) for _, _, losses in runs]
                    result["median_losses"][name] = _medians(result["losses"][name])
            result["ends"][f"{lr:g}"] = ends
    return result


def _clipping(run, max_norm, seed, lr):
    """One training of clipping.py, in numbers."""
    model, losses, norms = run["train"](max_norm, seed, lr)
    with torch.no_grad():
        states = model["rnn"](run["X"])[0][:, -1]
        right = model["head"](states).argmax(1) == run["y"]
    return {
        "losses": _means(losses, 10),
        "last": statistics.mean(losses[-20:]),
        "above": sum(norm > 3.0 for norm in norms) / len(norms),
        "alive": (states > 0).any(0).sum().item(),
        "accuracy": right[1400:].float().mean().item(),
    }


def _ends(pairs):
    """Loss and accuracy of every seed, and their medians."""
    losses, accuracies = map(list, zip(*pairs, strict=True))
    median = {"loss": statistics.median(losses), "accuracy": statistics.median(accuracies)}
    return {"loss": losses, "accuracy": accuracies, "median": median}


def _means(values, n):
    """The means of every n values in turn."""
    return [statistics.mean(values[i : i + n]) for i in range(0, len(values), n)]


def _medians(rows):
    """The median over rows, place by place."""
    return [statistics.median(values) for values in zip(*rows, strict=True)]
