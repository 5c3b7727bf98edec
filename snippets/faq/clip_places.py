"""Clip before backward(), after it, after step(): how far w moves."""

import torch
from torch.nn.utils import clip_grad_norm_


def moved(place: str) -> tuple[float, float]:
    """Return the norm that the clipping saw, and how far one step moved."""
    w = torch.zeros(2, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=1.0)
    if place == "before backward()":
        norm = clip_grad_norm_([w], 1.0)
    (w @ torch.tensor([3.0, 4.0])).backward()  # a gradient of length 5
    if place == "before step()":
        norm = clip_grad_norm_([w], 1.0)
    optimizer.step()
    if place == "after step()":
        norm = clip_grad_norm_([w], 1.0)
    return norm.item(), w.detach().norm().item()


for place in ("before backward()", "before step()", "after step()"):
    norm, distance = moved(place)
    print(f"clipped {place:18} norm {norm:.1f}   w moves {distance:.1f}")
