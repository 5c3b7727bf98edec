"""Raises RuntimeError: a scaler does not step with a closure."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.LBFGS([w])


def closure():
    optimizer.zero_grad()
    loss = w.square().sum()
    loss.backward()
    return loss


for enabled in (False, True):
    scaler = torch.amp.GradScaler("cpu", enabled=enabled)
    scaler.scale(closure())
    scaler.step(optimizer, closure=closure)
    print("enabled:", enabled, " w is 0:", w.abs().max().item() < 1e-4)
