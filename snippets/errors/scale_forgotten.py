"""Raises AssertionError: the loss went backward without scale()."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scaler = torch.amp.GradScaler("cpu")
scaler.scale(w.sum()).backward()
scaler.step(optimizer)
print("scaled, and divided again by step():", w.grad.tolist())

scaler = torch.amp.GradScaler("cpu")
w.sum().backward()
scaler.step(optimizer)
