"""A sum in bfloat16 stops growing at 256, and .grad is such a sum."""

import torch


def total(dtype, grad_dtype=None, autocast=False, backwards=1024):
    """Return .grad after each of the backward() calls of gradient 1."""
    w = torch.ones(1, 1, dtype=dtype, requires_grad=True)
    if grad_dtype:
        w.grad_dtype = grad_dtype
    x = torch.ones(1, 1, dtype=dtype)
    totals = []
    for _ in range(backwards):
        with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
            loss = (x @ w).sum()
        loss.backward()
        totals.append(w.grad.item())
    return totals


float32, float16, bfloat16 = torch.float32, torch.float16, torch.bfloat16
print("weight in float32                ", total(float32)[-1])
print("the same, autocast to bfloat16   ", total(float32, None, True)[-1])
print("weight in float16                ", total(float16)[-1])
print("weight in bfloat16               ", total(bfloat16)[-1])
print("the same, grad_dtype float32     ", total(bfloat16, float32)[-1])
