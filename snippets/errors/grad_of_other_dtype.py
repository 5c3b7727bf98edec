"""Raises RuntimeError: .grad must have the dtype of its tensor."""

import torch

w = torch.ones(2)
gradient = torch.ones(2, dtype=torch.float64)

w.grad = gradient.to(w.dtype)
print("assigned:", w.grad)

w.grad = gradient
