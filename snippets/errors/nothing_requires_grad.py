"""Raises RuntimeError: no path leads from this loss to a parameter."""

import torch

model = torch.nn.Linear(3, 1)
x = torch.ones(2, 3)

model(x).mean().backward()
print("gradient", model.bias.grad)

with torch.no_grad():
    loss = model(x).mean()
loss.backward()
