"""Raises RuntimeError: a copy of a model that keeps an activation."""

import copy

import torch

model = torch.nn.Linear(2, 1)
model.last = model(torch.ones(1, 2)).detach()
print("detached:", copy.deepcopy(model).last.requires_grad)

model.last = model(torch.ones(1, 2))
copy.deepcopy(model)
