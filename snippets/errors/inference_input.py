"""Raises RuntimeError: features from inference_mode() in training."""

import torch

model, x = torch.nn.Linear(2, 1), torch.ones(3, 2)
# region right
with torch.no_grad():
    features = 2 * x
# endregion
model(features).sum().backward()
print("features made under no_grad():", model.weight.grad.tolist())

# region wrong
with torch.inference_mode():
    features = 2 * x
# endregion
model(features).sum().backward()
