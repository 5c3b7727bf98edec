"""Raises RuntimeError: a float64 target, as NumPy makes it."""

import torch

model, x = torch.nn.Linear(2, 1), torch.ones(3, 2)
target = torch.zeros(3, 1, dtype=torch.float64)
mse, huber = torch.nn.MSELoss(), torch.nn.HuberLoss()

# region right
huber(model(x), target.float()).backward()
# endregion
print("HuberLoss, target.float():", model.weight.grad.dtype)
mse(model(x), target).backward()
print("MSELoss, float64 target:  ", model.weight.grad.dtype)

# region wrong
huber(model(x), target).backward()
# endregion
