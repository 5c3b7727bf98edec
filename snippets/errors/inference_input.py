"""Raises RuntimeError: features from inference_mode() in training."""

import torch

model = torch.nn.Linear(2, 1)
with torch.no_grad():
    features = torch.ones(3, 2) * 2
model(features).sum().backward()
print("features made under no_grad():", model.weight.grad.tolist())

with torch.inference_mode():
    features = torch.ones(3, 2) * 2
model(features).sum().backward()
