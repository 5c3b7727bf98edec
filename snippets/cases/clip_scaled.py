"""With a GradScaler: clip the scaled gradient, or the unscaled one."""

import torch
from torch.nn.utils import clip_grad_norm_

X = torch.tensor([[3.0, 4.0]])  # the gradient of the loss: length 5


def fresh():
    """Return a weight, its optimizer with lr 1, and a new scaler."""
    w = torch.zeros(2, requires_grad=True)
    scaler = torch.amp.GradScaler("cpu")  # its first scale is 65536
    return w, torch.optim.SGD([w], lr=1.0), scaler


def as_found(max_norm=1.0):
    """Return how far one step moves the weight."""
    w, optimizer, scaler = fresh()
    # region wrong
    scaler.scale((X @ w).sum()).backward()
    clip_grad_norm_([w], max_norm)
    scaler.step(optimizer)
    scaler.update()
    # endregion
    return w.norm().item()


def repaired(max_norm=1.0):
    """Return how far one step moves the weight."""
    w, optimizer, scaler = fresh()
    # region right
    scaler.scale((X @ w).sum()).backward()
    scaler.unscale_(optimizer)
    clip_grad_norm_([w], max_norm)
    scaler.step(optimizer)
    scaler.update()
    # endregion
    return w.norm().item()


print(f"as found   moved {as_found():.6f}, clipped to 1")
print(f"repaired   moved {repaired():.6f}, clipped to 1")
