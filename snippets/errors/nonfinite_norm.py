"""Raises RuntimeError: a gradient that is not finite is not clipped."""

import torch
from torch.nn.utils import clip_grad_norm_

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)

for bad in (torch.inf, torch.nan):
    w.grad = torch.tensor([3.0, bad])
    # region right
    norm = clip_grad_norm_([w], 1.0)
    if norm.isfinite():
        optimizer.step()
    # endregion
    print("norm", norm, "leaves", w.grad, "- step skipped, w", w.detach())
    optimizer.zero_grad()

w.grad = torch.tensor([3.0, torch.inf])
# region wrong
clip_grad_norm_([w], 1.0, error_if_nonfinite=True)
optimizer.step()
# endregion
