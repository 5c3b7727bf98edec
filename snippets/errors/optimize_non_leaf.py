"""Raises ValueError: 0.01 * w is the result of an operation."""

import torch

# region right
w = (0.01 * torch.ones(3)).requires_grad_()
# endregion
torch.optim.SGD([w], lr=0.1)
print("a leaf:", w.is_leaf)

# region wrong
w = 0.01 * torch.ones(3, requires_grad=True)
# endregion
print("a leaf:", w.is_leaf)
torch.optim.SGD([w], lr=0.1)
