"""Raises RuntimeError: a gradient that is not finite is not clipped."""

import torch
from torch.nn.utils import clip_grad_norm_

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)

for x in (torch.inf, 4.0):
    (w @ torch.tensor([3.0, x])).backward()
    # region right
    norm = clip_grad_norm_([w], 1.0)
    if norm.isfinite():
        optimizer.step()
    optimizer.zero_grad()
    # endregion
    print(f"norm {norm:.0f}, w", w.detach())

(w @ torch.tensor([3.0, torch.inf])).backward()
# region wrong
clip_grad_norm_([w], 1.0, error_if_nonfinite=True)
optimizer.step()
optimizer.zero_grad()
# endregion
