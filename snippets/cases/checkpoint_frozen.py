"""Activation checkpoints above a frozen embedding: who gets a gradient?"""

import warnings

import torch
from torch.utils.checkpoint import checkpoint

IDS = torch.tensor([0, 1, 2])


def fresh():
    """Return frozen embeddings and three layers above them."""
    embedding = torch.nn.Embedding(5, 4).requires_grad_(False)
    layers = torch.nn.ModuleList(torch.nn.Linear(4, 4) for _ in range(3))
    return embedding(IDS), layers, torch.nn.Linear(4, 1)


def without_gradient(x, layers, head):
    """Return how many of the layers' six parameters get no gradient."""
    head(x).sum().backward()
    return sum(p.grad is None for p in layers.parameters())


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    x, layers, head = fresh()
    # region wrong
    for layer in layers:
        x = checkpoint(layer, x, use_reentrant=True)
    # endregion
    left = without_gradient(x, layers, head)
print(f"as found: {left} of 6 without a gradient")
for message in {str(warning.message) for warning in caught}:
    print(message)

x, layers, head = fresh()
# region right
for layer in layers:
    x = checkpoint(layer, x, use_reentrant=False)
# endregion
left = without_gradient(x, layers, head)
print(f"repaired: {left} of 6 without a gradient")
