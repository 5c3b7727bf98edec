"""A warning, and None: .grad stays with the leaf tensors."""

import warnings

import torch

w = torch.ones(2, requires_grad=True)
hidden, kept = 2 * w, 3 * w
kept.retain_grad()
(hidden + kept).sum().backward()

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print("hidden.grad", hidden.grad)
print("kept.grad  ", kept.grad)
print("w.grad     ", w.grad)
print(str(caught[0].message).partition(" (Triggered")[0])
