"""A warning: the scheduler steps before the optimizer."""

import warnings

import torch
from torch.optim.lr_scheduler import ExponentialLR

w = torch.ones(2, requires_grad=True)
w.grad = torch.ones(2)

optimizer = torch.optim.SGD([w], lr=1.0)
scheduler = ExponentialLR(optimizer, 0.5)
used = []
for _ in range(3):
    used += scheduler.get_last_lr()
    # region right
    optimizer.step()
    scheduler.step()
    # endregion
print("optimizer first", used)

optimizer = torch.optim.SGD([w], lr=1.0)
scheduler = ExponentialLR(optimizer, 0.5)
used = []
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for _ in range(3):
        # region wrong
        scheduler.step()
        optimizer.step()
        # endregion
        used += scheduler.get_last_lr()
print("scheduler first", used)
print(caught[0].message)
