"""Raises AttributeError: .grad is None until the first backward()."""

import torch

torch.manual_seed(0)
data, targets = torch.randn(20, 4), torch.randn(20, 3)
W = torch.randn(4, 3, requires_grad=True)
b = torch.randn(3, requires_grad=True)

for sample, target in zip(data, targets, strict=True):
    W.grad.data.zero_()
    b.grad.data.zero_()
    output = sample @ W + b
    loss = (output - target) ** 2
    loss.backward()
    W -= 0.05 * W.grad.data
    b -= 0.05 * b.grad.data
