"""Raises RuntimeError: a float64 target, as NumPy makes it."""

import torch

model = torch.nn.Linear(2, 1)
loss_function = torch.nn.HuberLoss()
target = torch.zeros(3, 1, dtype=torch.float64)
loss_function(model(torch.ones(3, 2)), target.float()).backward()
print("target.float():", model.weight.grad.dtype)

loss_function(model(torch.ones(3, 2)), target).backward()
