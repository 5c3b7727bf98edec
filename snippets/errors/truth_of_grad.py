"""Raises RuntimeError: a tensor of several numbers is not a yes or no."""

import torch

weight = torch.ones(3, requires_grad=True)
weight.sum().backward()

# region right
if weight.grad is not None:
    print("a gradient:", weight.grad)
# endregion

# region wrong
if weight.grad:
    print("a gradient:", weight.grad)
# endregion
