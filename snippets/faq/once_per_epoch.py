"""Cleared once per epoch: each step follows all batches since then."""

import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
for _ in range(2):
    optimizer.zero_grad()  # belongs into the loop over the batches
    for x in (1.0, 2.0, 3.0):
        (w * x).sum().backward()  # a gradient of x
        optimizer.step()
        print("fresh gradient", x, "- the step followed", w.grad.item())
