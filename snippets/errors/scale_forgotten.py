"""Raises AssertionError: the loss went backward without scale()."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scaler = torch.amp.GradScaler("cpu")


def used(loss):
    """Return the gradient that the step of this loss uses."""
    optimizer.zero_grad()
    loss.backward()
    scaler.step(optimizer)
    scaler.update()
    return f"{w.grad[0].item():.1g}"


print("scaled:         ", used(scaler.scale(w.sum())))
print("scale forgotten:", used(w.sum()))

scaler = torch.amp.GradScaler("cpu")  # a new one, which has no scale yet
used(w.sum())
