"""Activation checkpoints above a frozen embedding: who gets a gradient?"""

import warnings

import torch
from torch.utils.checkpoint import checkpoint


def without_gradient(fixed):
    """Return how many of the layers' six parameters get no gradient."""
    embedding = torch.nn.Embedding(5, 4).requires_grad_(False)
    layers = torch.nn.ModuleList(torch.nn.Linear(4, 4) for _ in range(3))
    head = torch.nn.Linear(4, 1)
    x = embedding(torch.tensor([0, 1, 2]))
    for layer in layers:
        x = checkpoint(layer, x, use_reentrant=not fixed)
    head(x).sum().backward()
    return sum(p.grad is None for p in layers.parameters())


for name, fixed in (("as found", False), ("repaired", True)):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(f"{name}: {without_gradient(fixed)} of 6 without a gradient")
    for message in {str(warning.message) for warning in caught}:
        print(message)
