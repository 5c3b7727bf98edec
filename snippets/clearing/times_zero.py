"""One bad sample: grad *= 0 keeps its NaN, zero_grad() clears it."""

import torch


def train(clear) -> tuple[list[float], float]:
    """Return what each iteration leaves in w.grad, and w at the end."""
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    cleared = []
    for x in (1.0, float("nan"), 1.0):  # the second sample is broken
        (x * w).backward()
        if w.grad.isfinite():  # skip a step that would break w
            optimizer.step()
        clear(optimizer, w)
        cleared.append(None if w.grad is None else w.grad.item())
    return cleared, w.item()


def times_zero(optimizer, w):
    w.grad *= 0


def zeros(optimizer, w):
    optimizer.zero_grad(set_to_none=False)


def none(optimizer, w):
    optimizer.zero_grad()


for clear in (times_zero, zeros, none):
    left, w = train(clear)
    print(f"{clear.__name__:11} w.grad left: {left!s:19} w {w:.1f}")
