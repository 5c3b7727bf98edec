"""Raises TypeError: a number is assigned to .grad."""

import torch

w = torch.ones(2, requires_grad=True)
# region right
w.grad = None
w.grad = torch.zeros_like(w)
# endregion
print("None or a tensor:", w.grad.tolist())

# region wrong
w.grad = 0
# endregion
