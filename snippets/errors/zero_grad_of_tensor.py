"""Raises AttributeError: modules and optimizers clear, tensors do not."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
loss = w.sum()
loss.backward()

optimizer.zero_grad()
print("cleared:", w.grad)

loss.zero_grad()
