"""Raises RuntimeError: no path leads from this loss to a parameter."""

import torch

model = torch.nn.Linear(3, 1)
x = torch.ones(2, 3)

# region right
model(x).mean().backward()
# endregion
print("gradient", model.bias.grad)

# region wrong
with torch.no_grad():
    loss = model(x).mean()
loss.backward()
# endregion
