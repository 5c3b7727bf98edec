"""GradScaler divides .grad in place, and with it what is stale in it."""

import torch

w = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.5)
scaler = torch.amp.GradScaler("cpu", init_scale=64.0)

print("iteration    fresh   .grad after backward()   .grad in step()")
for iteration in range(1, 5):
    loss = (w - 4) ** 2 / 2
    fresh = w.item() - 4
    scaler.scale(loss).backward()
    before = w.grad.item()
    scaler.step(optimizer)  # unscales .grad in place, then steps
    scaler.update()
    print(f"{iteration:9}{fresh:9.4f}{before:25.4f}{w.grad.item():18.4f}")
