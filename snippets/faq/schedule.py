"""10 batches, windows of 4, 3 epochs: the schedule ends with training."""

import math

import torch

batches, N, epochs = 10, 4, 3
w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
total = math.ceil(batches / N) * epochs
schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total)
for _ in range(epochs):
    for i in range(batches):
        w.sum().backward()
        if (i + 1) % N == 0 or i + 1 == batches:
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
print(total, "steps, last rate", schedule.get_last_lr(), f"w {w.item():.1f}")
