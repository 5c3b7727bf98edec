"""Raises AssertionError: cleared to None before the scaler's step."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")
x, before = torch.ones(2, 3), model.bias.item()

scaler.scale(model(x).sum()).backward()
# region right
scaler.step(optimizer)
scaler.update()
optimizer.zero_grad()
# endregion
print("cleared after the step: moved", model.bias.item() != before)

scaler.scale(model(x).sum()).backward()
# region wrong
optimizer.zero_grad()
scaler.step(optimizer)
scaler.update()
# endregion
