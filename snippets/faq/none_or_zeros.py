"""A step of AdamW after None, and after zeros."""

import torch

for set_to_none in (True, False):
    w = torch.ones(1, requires_grad=True)
    optimizer = torch.optim.AdamW([w], lr=0.1)
    w.sum().backward()
    optimizer.zero_grad(set_to_none)
    optimizer.step()
    print(f"{'None ' if set_to_none else 'zeros'} w {w.item():.3f}")
