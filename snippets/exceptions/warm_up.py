"""A schedule counts steps: 12 of them in 2 × 22 micro-batches, N = 4."""

import math
from itertools import islice

import torch

batches, N, epochs, warm_up = 22, 4, 2, 5
steps = math.ceil(batches / N) * epochs  # the last window is shorter


def factor(step: int) -> float:
    """Return the share of the rate: up for some steps, then down to 0."""
    up, down = (step + 1) / warm_up, (steps - step) / (steps - warm_up)
    return max(0.0, min(up, down, 1.0))


def train(every_micro_batch: bool) -> list[float]:
    """Return the learning rate of each step."""
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=1.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
    used = []
    for _ in range(epochs):
        loader = iter(range(batches))
        while window := list(islice(loader, N)):
            for _ in window:
                (w.sum() / len(window)).backward()
                if every_micro_batch:
                    schedule.step()
            used.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            optimizer.zero_grad()
            if not every_micro_batch:
                schedule.step()
    return used


for every_micro_batch in (False, True):
    name = "per micro-batch" if every_micro_batch else "per step"
    print(f"{name:16}", *(f"{lr:.1f}" for lr in train(every_micro_batch)))
