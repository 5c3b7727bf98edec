"""On the bowl w²/2: how far the weight swings, and how often."""

import math

import torch


def roll(lr: float, clear: bool, momentum: float = 0.0, steps: int = 200):
    """Return [(w, w.grad)] for the start, w = 1, and after every step."""
    w = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr, momentum=momentum)
    path = [(1.0, 0.0)]
    for _ in range(steps):
        if clear:
            optimizer.zero_grad()
        loss = w**2 / 2  # curvature 1
        loss.backward()
        optimizer.step()
        path.append((w.item(), w.grad.item()))
    return path


def reach(path) -> float:
    """Return the largest |w|."""
    return max(abs(w) for w, _ in path)


def period(path) -> float:
    """Return the mean number of steps between two passes upwards."""
    weights = [w for w, _ in path]
    pairs = enumerate(zip(weights, weights[1:], strict=False))
    ups = [t for t, (before, after) in pairs if before < 0 <= after]
    return (ups[-1] - ups[0]) / (len(ups) - 1)


print("lr·λ   zero_grad()          forgotten       period")
print("       largest |w|   largest |w|  formula   steps  formula")
for lr in (0.1, 0.5, 1.9, 2.5, 3.9, 4.1):
    cleared, forgotten = roll(lr, True), roll(lr, False)
    row = f"{lr:4}{reach(cleared):14.3g}{reach(forgotten):14.3g}"
    if lr < 4:
        row += f"{2 / math.sqrt(4 - lr):9.3g}{period(forgotten):8.2f}"
        row += f"{2 * math.pi / math.acos(1 - lr / 2):9.2f}"
    print(row)
