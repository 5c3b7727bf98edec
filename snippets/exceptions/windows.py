"""The same six batches, N = 4: group first, then divide by the group."""

# region setup
from itertools import islice

import torch


# endregion
# region group
def windows(batches, N: int):
    """Yield lists of N batches; the last list holds what is left."""
    batches = iter(batches)
    while window := list(islice(batches, N)):
        yield window


# endregion
def train(batches, N: int = 4) -> tuple[list[float], float]:
    """Return w.grad at each step of two epochs, and what is left of it."""
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    used = []
    for _ in range(2):
        for window in windows(batches, N):
            count = 0
            for x in window:
                (w * x).sum().backward()
                count += len(x)  # rows; of a tuple or a dict, ask a field
            w.grad /= count
            used.append(w.grad.item())
            optimizer.step()
            optimizer.zero_grad()
    return used, 0.0 if w.grad is None else w.grad.item()


used, left = train([torch.tensor([float(i)]) for i in range(1, 7)])
print(f"steps with {used}, left {left}")
