"""A warning: the scheduler steps before the optimizer."""

import warnings

import torch


def rates(order: str) -> list[float]:
    """Return the learning rate of each of three steps."""
    w = torch.ones(2, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=1.0)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
    used = []
    for _ in range(3):
        w.sum().backward()
        if order == "scheduler first":
            scheduler.step()
        used.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if order == "optimizer first":
            scheduler.step()
    return used


for order in ("optimizer first", "scheduler first"):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(order, rates(order))
    for warning in caught:
        print(warning.message)
