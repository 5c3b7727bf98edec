"""Raises AssertionError: cleared to None before the scaler's step."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")

for place in ("after the step", "to zeros before it", "to None before it"):
    before = model.bias.item()
    scaler.scale(model(torch.ones(2, 3)).sum()).backward()
    if place != "after the step":
        optimizer.zero_grad(set_to_none=place == "to None before it")
    scaler.step(optimizer)
    scaler.update()
    optimizer.zero_grad()
    print("cleared", place, "- moved:", model.bias.item() != before)
