"""Raises RuntimeError: .grad must have the shape of its tensor."""

import torch

w = torch.ones(2, 3)
gradient = torch.ones(3)

w.grad = gradient.expand_as(w).clone()
print("assigned:", tuple(w.grad.shape))

w.grad = gradient
