"""Raises RuntimeError: NumPy gets a loss that has a graph."""

import torch

w = torch.ones((), requires_grad=True)
loss = 2 * w
# region right
print(loss.item(), loss.detach().numpy())
# endregion

# region wrong
loss.numpy()
# endregion
