"""Raises ValueError: 0.01 * w is the result of an operation."""

import torch

w = (0.01 * torch.ones(3)).requires_grad_()
torch.optim.SGD([w], lr=0.1)
print("a leaf:", w.is_leaf)

w = 0.01 * torch.ones(3, requires_grad=True)
print("a leaf:", w.is_leaf)
torch.optim.SGD([w], lr=0.1)
