"""A schedule counts steps: ten of them in 40 micro-batches, N = 4."""

import math

import torch

batches, N, epochs = 20, 4, 2
steps = math.ceil(batches / N) * epochs


def train(every_micro_batch: bool) -> list[float]:
    """Return the learning rate of each step: up for 5, then down to 0."""
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=1.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: max(0.0, min(step + 1, steps - step) / 5)
    )
    used = []
    for i in range(batches * epochs):
        w.sum().backward()
        if (i + 1) % N == 0:
            used.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            optimizer.zero_grad()
            if not every_micro_batch:
                schedule.step()
        if every_micro_batch:
            schedule.step()
    return used


print("per step       ", *(f"{lr:.1f}" for lr in train(False)))
print("per micro-batch", *(f"{lr:.1f}" for lr in train(True)))
