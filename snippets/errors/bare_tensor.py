"""Raises TypeError: an optimizer takes a list, even of one tensor."""

import torch

w = torch.ones(3, requires_grad=True)

# region right
torch.optim.SGD([w], lr=0.1)
# endregion
# region wrong
torch.optim.SGD(w, lr=0.1)
# endregion
