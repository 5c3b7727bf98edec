"""Raises AssertionError: the loss went backward without scale()."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scaler = torch.amp.GradScaler("cpu")

loss = w.sum()
# region right
scaler.scale(loss).backward()
scaler.step(optimizer)
# endregion
print("the step follows", w.grad)
scaler.update()
optimizer.zero_grad()

scaler = torch.amp.GradScaler("cpu")  # a new one, which has no scale yet
loss = w.sum()
# region wrong
loss.backward()
scaler.step(optimizer)
# endregion
