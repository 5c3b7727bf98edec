"""Micro-batches of 3 rows and of 1: the mean over all 4 rows is 2.5."""

import torch

x, w = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.zeros(1, requires_grad=True)
parts = x.split([3, 1])

for part in parts:
    ((w * part).mean() / len(parts)).backward()
print("means, divided by 2 parts:", w.grad.item())

w.grad = None
for part in parts:
    ((w * part).sum() / len(x)).backward()
print("sums, divided by 4 rows:  ", w.grad.item())
