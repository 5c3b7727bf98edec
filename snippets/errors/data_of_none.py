"""Raises AttributeError: .grad is None until the first backward()."""

import torch

W = torch.ones(4, 3, requires_grad=True)
W.sum().backward()
# region right
W.grad = None
# endregion
W.sum().backward()
print("one gradient:", W.grad[0])

W.grad = None
# region wrong
W.grad.data.zero_()
# endregion
