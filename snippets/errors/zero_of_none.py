"""Raises AttributeError: without a gradient there is nothing to zero."""

import torch

w = torch.ones(2, requires_grad=True)

w.sum().backward()
w.grad = None  # clears, at any time
print("cleared:", w.grad)

w.grad.zero_()
