"""Windows of four; one micro-batch is NaN. What do the loops skip?"""

import torch

NAN = float("nan")
LOSSES = [[1, 1, 1, 1], [1, 1, NAN, 1], [1, 1, 1, 1], [1, 1, 1, 1]]


def train(way):
    """Return the gradient of each step; 1 is right in every window."""
    w = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.0)
    used = []
    for window in torch.tensor(LOSSES):
        good = window.isfinite().sum() if way == "repaired" else len(window)
        for x in window:
            if way == "drop what was gathered" and x.isnan():
                optimizer.zero_grad()
                continue
            if way in ("leave it out", "repaired") and x.isnan():
                continue
            (w * x / good).backward()
        if way == "skip the step, clear nothing" and w.grad.isnan():
            continue
        used.append(round(w.grad.item(), 2))
        optimizer.step()
        optimizer.zero_grad()
    return used


for way in (
    "skip the step, clear nothing",
    "drop what was gathered",
    "leave it out",
    "repaired",
):
    print(f"{way:29} {train(way)}")
