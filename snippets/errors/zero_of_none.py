"""Raises AttributeError: without a gradient there is nothing to zero."""

import torch

w = torch.ones(2, requires_grad=True)

w.sum().backward()
# region right
w.grad = None  # clears, at any time
# endregion
print("cleared:", w.grad)

# region wrong
w.grad.zero_()
# endregion
