"""Raises RuntimeError: a float64 target, as NumPy makes it."""

import torch

model = torch.nn.Linear(2, 1)
target = torch.zeros(3, 1, dtype=torch.float64)
prediction = model(torch.ones(3, 2))

torch.nn.HuberLoss()(prediction, target.float()).backward()
print("HuberLoss, target.float():", model.weight.grad.dtype)

torch.nn.MSELoss()(model(torch.ones(3, 2)), target).backward()
print("MSELoss, float64 target:  ", model.weight.grad.dtype)

torch.nn.HuberLoss()(model(torch.ones(3, 2)), target).backward()
