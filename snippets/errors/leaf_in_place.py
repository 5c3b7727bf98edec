"""Raises RuntimeError: autograd would have to record this update."""

import torch

W = torch.ones(3, requires_grad=True)
W.sum().backward()

# region right
with torch.no_grad():
    W -= 0.1 * W.grad
# endregion
print("under no_grad():", W.detach())

# region wrong
W -= 0.1 * W.grad
# endregion
