"""A ravine: how low each loop gets in 40 steps, at its own best rate."""

import torch

curvature = torch.tensor([1.0, 0.001], dtype=torch.float64)
RATES = [i / 20 for i in range(1, 80)]  # 0.05 to 3.95


def losses(rate: float, clear: bool, momentum=0.0, steps=80):
    """Return the loss after each step, from far away along the ravine."""
    start = torch.tensor([0.001, 1.0], dtype=torch.float64)
    w = start.requires_grad_()
    optimizer = torch.optim.SGD([w], lr=rate, momentum=momentum)
    history = []
    for _ in range(steps):
        if clear:
            optimizer.zero_grad()
        (curvature * w**2 / 2).sum().backward()
        optimizer.step()
        history.append((curvature * w.detach() ** 2 / 2).sum().item())
    return history


def best(clear: bool, momentum=0.0):
    """Return the rate with the lowest loss after 40 steps."""
    return min(RATES, key=lambda r: losses(r, clear, momentum, 40)[-1])


loops = {
    "zero_grad()": (True,),
    "forgotten": (False,),
    "momentum 0.95": (True, 0.95),
}
print("loss after       40 steps   60 steps   80 steps    rate")
for name, loop in loops.items():
    rate = best(*loop)
    after = losses(rate, *loop)
    row = "".join(f"{after[t - 1]:11.0e}" for t in (40, 60, 80))
    print(f"{name:14}{row}{rate:8.2f}")
