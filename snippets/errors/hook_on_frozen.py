"""Raises RuntimeError: a hook on a frozen parameter."""

import torch

model = torch.nn.Linear(2, 1)
model.bias.requires_grad_(False)
seen = []
for p in model.parameters():
    if p.requires_grad:
        p.register_hook(seen.append)
model(torch.ones(1, 2)).sum().backward()
print("gradients seen:", len(seen))

model.bias.register_hook(seen.append)
