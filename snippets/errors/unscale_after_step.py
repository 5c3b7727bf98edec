"""Raises RuntimeError: unscaled, for the clipping, after the step."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")

scaler.scale(model(torch.ones(2, 3)).sum()).backward()
# region right
scaler.unscale_(optimizer)
scaler.step(optimizer)
# endregion
scaler.update()
print("unscaled before the step")

scaler.scale(model(torch.ones(2, 3)).sum()).backward()
# region wrong
scaler.step(optimizer)
scaler.unscale_(optimizer)
# endregion
