"""step() and zero_grad() in every iteration, as inside Accelerate."""

import torch

N = 4


def as_found(kind):
    """Return the number of steps, and how far they move the weight."""
    w = torch.zeros((), requires_grad=True)
    optimizer, steps = kind([w], lr=0.1), 0
    for _ in range(8):  # two windows; the gradient is always 1
        # region wrong
        (w / N).backward()
        optimizer.step()
        optimizer.zero_grad()
        # endregion
        steps += 1
    return steps, -w.item()


def repaired(kind):
    """Return the number of steps, and how far they move the weight."""
    w = torch.zeros((), requires_grad=True)
    optimizer, steps = kind([w], lr=0.1), 0
    for i in range(8):
        # region right
        (w / N).backward()
        if (i + 1) % N == 0:
            optimizer.step()
            optimizer.zero_grad()
            # endregion
            steps += 1
    return steps, -w.item()


print("            steps  moved by SGD  by Adam")
for name, loop in (("as found", as_found), ("repaired", repaired)):
    (steps, sgd), (_, adam) = loop(torch.optim.SGD), loop(torch.optim.Adam)
    print(f"{name:10} {steps:6} {sgd:13.1f} {adam:8.1f}")
