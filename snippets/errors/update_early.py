"""Raises AssertionError: update() before any step."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")

scaler.scale(model(torch.ones(2, 3)).sum()).backward()
# region right
scaler.step(optimizer)
scaler.update()
# endregion
print("updated after the step")

scaler.scale(model(torch.ones(2, 3)).sum()).backward()
# region wrong
scaler.update()
# endregion
