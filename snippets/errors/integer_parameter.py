"""Raises RuntimeError: integers have no gradient."""

import torch

# region right
w = torch.tensor([1.0, 2.0], requires_grad=True)
# endregion
print(w.dtype, w.requires_grad)

# region wrong
torch.tensor([1, 2], requires_grad=True)
# endregion
