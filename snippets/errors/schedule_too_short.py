"""Raises ValueError: a schedule of 2 steps is called per micro-batch."""

import warnings

import torch

warnings.simplefilter("ignore")  # the scheduler steps first, too
w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
OneCycleLR = torch.optim.lr_scheduler.OneCycleLR

schedule = OneCycleLR(optimizer, 0.1, total_steps=2)
for i in range(8):
    w.sum().backward()
    # region right
    if (i + 1) % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
    # endregion
print("beside optimizer.step():", schedule.last_epoch, "steps")

schedule = OneCycleLR(optimizer, 0.1, total_steps=2)
for i in range(8):
    w.sum().backward()
    # region wrong
    if (i + 1) % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()
    schedule.step()
    # endregion
