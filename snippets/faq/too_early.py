"""Cleared between backward() and step(): nothing trains."""

import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
for _ in range(3):
    loss = (w - 4).square().sum()
    loss.backward()
    optimizer.zero_grad()  # belongs below step()
    optimizer.step()
    print(f"loss {loss.item():.0f}, the step found .grad {w.grad}")
