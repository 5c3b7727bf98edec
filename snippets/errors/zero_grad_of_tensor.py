"""Raises AttributeError: modules and optimizers clear, tensors do not."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
loss = w.sum()
loss.backward()

# region right
optimizer.zero_grad()
# endregion
print("cleared:", w.grad)

# region wrong
loss.zero_grad()
# endregion
