"""Raises RuntimeError: a tensor of several numbers is not a yes or no."""

import torch

model = torch.nn.Linear(3, 1)

if not model.weight.grad:
    print("no gradient yet")
model(torch.ones(2, 3)).sum().backward()
if model.weight.grad:
    print("a gradient")
