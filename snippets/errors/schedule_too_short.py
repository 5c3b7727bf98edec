"""Raises ValueError: a schedule of 2 steps is called per micro-batch."""

import warnings

import torch

warnings.simplefilter("ignore")  # the scheduler steps first, too


def train(every):
    """Return the schedule's steps: one after `every` of 8 micro-batches."""
    w = torch.ones(2, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, 2)
    for i in range(8):
        w.sum().backward()
        if (i + 1) % 4 == 0:
            optimizer.step()
            optimizer.zero_grad()
        if (i + 1) % every == 0:
            schedule.step()
    return schedule.last_epoch


print("beside optimizer.step():", train(every=4), "steps")
train(every=1)
