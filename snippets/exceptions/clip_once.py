"""Clip the window once: clipping after each backward() weighs its parts."""

import torch
from torch.nn.utils import clip_grad_norm_

X = torch.eye(4) * 4  # the gradients of four micro-batches, at right angles


def window(clip_each: bool) -> tuple[list[float], list[float]]:
    """Return the gradient of a window, clipped to 1, and the norms seen."""
    w = torch.zeros(4, requires_grad=True)
    norms = []
    for i, x in enumerate(X):
        (w @ x / 4).backward()
        if clip_each or i == 3:
            norms.append(clip_grad_norm_([w], max_norm=1.0).item())
    return w.grad.tolist(), norms


for name, clip_each in (("once", False), ("each", True)):
    gradient, norms = window(clip_each)
    print(f"clipped {name}: gradient", [round(g, 2) for g in gradient])
    print("              norms seen", [round(norm, 2) for norm in norms])
