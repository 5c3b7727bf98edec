"""Raises RuntimeError: integers have no gradient."""

import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
print(w.dtype, w.requires_grad)

torch.tensor([1, 2], requires_grad=True)
