"""Raises RuntimeError: AdamW on a bfloat16 weight with a float32 .grad."""

import torch

w = torch.ones(1, dtype=torch.bfloat16, requires_grad=True)
w.grad_dtype = torch.float32
optimizer = torch.optim.AdamW([w], lr=0.1)

for _ in range(4):
    w.sum().backward()
print(w.grad.dtype)
optimizer.step()
