"""Raises RuntimeError: only leaf tensors can be frozen."""

import torch

w = torch.ones(2, requires_grad=True)
hidden = 2 * w

# region right
fixed = hidden.detach()
# endregion
print("detached: requires_grad", fixed.requires_grad)

# region wrong
hidden.requires_grad_(False)
# endregion
