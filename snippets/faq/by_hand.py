"""Gradient descent by hand: the best w is 4."""

import torch

w = torch.zeros(1, requires_grad=True)
for _ in range(20):
    w.grad = None
    (w - 4).square().sum().backward()
    with torch.no_grad():
        w -= 0.2 * w.grad
print(f"w {w.item():.2f}")
