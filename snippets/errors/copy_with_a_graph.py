"""Raises RuntimeError: a copy of a model that keeps an activation."""

import copy

import torch

model = torch.nn.Linear(2, 1)
# region right
model.last = model(torch.ones(1, 2)).detach()
# endregion
print("detached:", copy.deepcopy(model).last.requires_grad)

# region wrong
model.last = model(torch.ones(1, 2))
# endregion
copy.deepcopy(model)
