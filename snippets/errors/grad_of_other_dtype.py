"""Raises RuntimeError: .grad must have the dtype of its tensor."""

import torch

w = torch.ones(2)
gradient = torch.ones(2, dtype=torch.float64)

# region right
w.grad = gradient.to(w.dtype)
# endregion
print("assigned:", w.grad)

# region wrong
w.grad = gradient
# endregion
