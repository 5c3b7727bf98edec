"""Raises AttributeError: a frozen or unused parameter has no gradient."""

import torch

model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Linear(3, 1))
model[0].requires_grad_(False)

model(torch.ones(2, 3)).sum().backward()
total = sum(p.grad.norm() ** 2 for p in model.parameters()) ** 0.5
