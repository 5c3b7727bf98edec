"""A fused optimizer unscales inside step(), and writes .grad back."""

import torch


def stale(**options) -> float:
    """Return .grad after a scaled step; the gradient is 1."""
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1, **options)
    scaler = torch.amp.GradScaler("cpu", init_scale=64.0)
    scaler.scale(w.sum()).backward()
    scaler.step(optimizer)
    scaler.update()
    return w.grad.item()


print("fused=False", stale(fused=False))
print("fused=True ", stale(fused=True))
