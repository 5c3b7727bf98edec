"""A batch with inf, then good ones: the scale is halved once."""

import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scaler = torch.amp.GradScaler("cpu", init_scale=16.0)
for x in (torch.inf, 1.0, 1.0):
    scaler.scale((w * x).sum()).backward()
    scaler.step(optimizer)
    scaler.update()
    optimizer.zero_grad()  # on a skipped step as well
    print(f"scale {scaler.get_scale():.0f}, w {w.item():.1f}")
