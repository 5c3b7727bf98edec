"""Raises TypeError: but only in the second iteration."""

import torch

torch.manual_seed(0)
data, targets = torch.randn(20, 4), torch.randn(20, 3)
W = torch.randn(4, 3, requires_grad=True)

for sample, target in zip(data, targets, strict=True):
    loss = ((sample @ W - target) ** 2).sum()
    loss.backward()
    W = W - 0.05 * W.grad
