"""step() and zero_grad() in every iteration, as inside Accelerate."""

import torch

N = 4


def train(fixed, optimizer):
    """Return the number of steps, and how far they move the weight."""
    w = torch.zeros((), requires_grad=True)
    optimizer = optimizer([w], lr=0.1)
    steps = 0
    for i in range(8):  # two windows; the gradient is always 1
        (w / N).backward()
        if not fixed or (i + 1) % N == 0:
            optimizer.step()
            optimizer.zero_grad()
            steps += 1
    return steps, -w.item()


print("            steps  moved by SGD  by Adam")
for name, fixed in (("as found", False), ("repaired", True)):
    steps, sgd = train(fixed, torch.optim.SGD)
    _, adam = train(fixed, torch.optim.Adam)
    print(f"{name:10} {steps:6} {sgd:13.1f} {adam:8.1f}")
