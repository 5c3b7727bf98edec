"""Raises RuntimeError: only leaf tensors can be frozen."""

import torch

w = torch.ones(2, requires_grad=True)
hidden = 2 * w

print("detached: requires_grad", hidden.detach().requires_grad)
hidden.requires_grad_(False)
