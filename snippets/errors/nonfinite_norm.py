"""Raises RuntimeError: a gradient that is not finite is not clipped."""

import torch
from torch.nn.utils import clip_grad_norm_

w = torch.ones(2, requires_grad=True)

w.grad = torch.tensor([3.0, 4.0])
print("norm", clip_grad_norm_([w], 1.0, error_if_nonfinite=True))

for bad in (torch.inf, torch.nan):
    w.grad = torch.tensor([3.0, bad])
    print("norm", clip_grad_norm_([w], 1.0), "leaves", w.grad)

w.grad = torch.tensor([3.0, torch.inf])
clip_grad_norm_([w], 1.0, error_if_nonfinite=True)
