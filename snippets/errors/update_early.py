"""Raises AssertionError: update() before any step."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")

scaler.scale(model(torch.ones(2, 3)).sum()).backward()
scaler.step(optimizer)
scaler.update()
print("updated after the step")

scaler.scale(model(torch.ones(2, 3)).sum()).backward()
scaler.update()
