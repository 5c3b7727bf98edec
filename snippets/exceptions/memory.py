"""What micro-batches save: activations. What they do not: gradients."""

import weakref

import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks

X = torch.randn(1024, 64)  # only its size matters here
model = nn.Sequential(nn.Linear(64, 128), nn.Tanh(), nn.Linear(128, 1))
weights = {p.data_ptr() for p in model.parameters()}
saved = []


def keep(tensor):
    """Note what autograd saves; it dies when backward() is done with it."""
    tensor = tensor.detach()
    saved.append(weakref.ref(tensor))
    return tensor


def kept() -> float:
    """Return the KiB that are saved for backward() now, weights aside."""
    alive = [tensor for ref in saved if (tensor := ref()) is not None]
    sizes = {t.data_ptr(): t.nbytes for t in alive}
    return sum(sizes[p] for p in sizes.keys() - weights) / 1024


def accumulate(N: int, one_backward: bool = False) -> tuple[float, float]:
    """Return the most KiB kept for backward(), and the KiB of .grad."""
    model.zero_grad()
    losses, most = [], 0.0
    with saved_tensors_hooks(keep, lambda tensor: tensor):
        for rows in X.chunk(N):
            losses.append(model(rows).mean() / N)
            most = max(most, kept())
            if not one_backward:
                losses.pop().backward()
        if one_backward:
            sum(losses).backward()
    return most, sum(p.grad.nbytes for p in model.parameters()) / 1024


print("1024 rows                 kept for backward()   .grad   (KiB)")
for name, N, one_backward in (
    ("at once", 1, False),
    ("in 4 micro-batches", 4, False),
    ("in 16 micro-batches", 16, False),
    ("in 16, one backward()", 16, True),
):
    most, gradients = accumulate(N, one_backward)
    print(f"{name:26}{most:19.0f}{gradients:8.0f}")
