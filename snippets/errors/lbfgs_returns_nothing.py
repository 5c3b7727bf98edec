"""Raises TypeError: the closure does not return the loss."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.LBFGS([w])


# region right
def closure():
    optimizer.zero_grad()
    loss = w.square().sum()
    loss.backward()
    return loss


# endregion
optimizer.step(closure)
print(f"returned: the step ends at {w[0].abs().item():.1f}")


# region wrong
def closure():
    optimizer.zero_grad()
    loss = w.square().sum()
    loss.backward()


# endregion
optimizer.step(closure)
