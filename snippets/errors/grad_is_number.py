"""Raises TypeError: a number is assigned to .grad."""

import torch

w = torch.ones(2, requires_grad=True)
w.grad = None
w.grad = torch.zeros_like(w)
print("None or a tensor:", w.grad.tolist())

w.grad = 0
