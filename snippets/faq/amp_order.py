"""A window of two with GradScaler and clipping, in the right order."""

import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
scaler = torch.amp.GradScaler("cpu")

for x in (3.0, 5.0):
    scaler.scale((w * x / 2).sum()).backward()
scaler.unscale_(optimizer)
norm = torch.nn.utils.clip_grad_norm_([w], 1.0)
scaler.step(optimizer)
scaler.update()
optimizer.zero_grad()
print(f"norm {norm:.1f}, clipped to 1: w {w.item():.1f}, .grad {w.grad}")
