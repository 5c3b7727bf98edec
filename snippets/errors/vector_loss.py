"""Raises RuntimeError: backward() needs a loss that is one number."""

import torch

x, y = torch.ones(4), torch.zeros(3)
W = torch.ones(4, 3, requires_grad=True)

# region right
loss = ((x @ W - y) ** 2).sum()
loss.backward()
# endregion
print("one number:", loss.item())

# region wrong
loss = (x @ W - y) ** 2
loss.backward()
# endregion
