"""Raises ValueError: a scaler, and weights that are float16."""

import torch

for dtype in (torch.float32, torch.float16):
    w = torch.ones(2, dtype=dtype, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    scaler = torch.amp.GradScaler("cpu", init_scale=8.0)
    scaler.scale(w.sum()).backward()
    scaler.unscale_(optimizer)
    print(dtype, w.grad)
