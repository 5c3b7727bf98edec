"""Raises ValueError: a scaler, and weights that are float16."""

import torch

scaler = torch.amp.GradScaler("cpu", init_scale=8.0)

# region right
model = torch.nn.Linear(2, 1)
with torch.autocast("cpu", torch.float16):
    loss = model(torch.ones(1, 2)).sum()
# endregion
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler.scale(loss).backward()
scaler.unscale_(optimizer)
print("autocast:", model.weight.grad)
scaler.step(optimizer)
scaler.update()

# region wrong
model = torch.nn.Linear(2, 1).half()
loss = model(torch.ones(1, 2).half()).sum()
# endregion
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler.scale(loss).backward()
scaler.unscale_(optimizer)
