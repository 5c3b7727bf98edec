"""Raises AssertionError: cleared before the scaler's step."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")

for place in ("after the step", "before the step"):
    scaler.scale(model(torch.ones(2, 3)).sum()).backward()
    if place == "before the step":
        optimizer.zero_grad()
    scaler.step(optimizer)
    scaler.update()
    optimizer.zero_grad()
    print("cleared", place, model.bias.grad)
