"""Raises RuntimeError: a scaler does not step with a closure."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.LBFGS([w])
scaler = torch.amp.GradScaler("cpu")


def closure():
    optimizer.zero_grad()
    loss = w.square().sum()
    loss.backward()
    return loss


# region right
optimizer.step(closure)
# endregion
print("without a scaler, w is 0:", w.abs().max().item() < 1e-4)

scaler.scale(closure())
# region wrong
scaler.step(optimizer, closure=closure)
# endregion
