"""Raises RuntimeError: autograd.grad is asked for a weight not in use."""

import torch

w, unused = (torch.tensor(1.0, requires_grad=True) for _ in range(2))

# region right
print(torch.autograd.grad(3 * w, [w, unused], allow_unused=True))
# endregion
# region wrong
torch.autograd.grad(3 * w, [w, unused])
# endregion
