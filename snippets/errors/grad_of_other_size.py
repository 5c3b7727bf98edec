"""Raises RuntimeError: .grad must have the shape of its tensor."""

import torch

w = torch.ones(2, 3)
gradient = torch.ones(3)

# region right
w.grad = gradient.expand_as(w).clone()
# endregion
print("assigned:", tuple(w.grad.shape))

# region wrong
w.grad = gradient
# endregion
