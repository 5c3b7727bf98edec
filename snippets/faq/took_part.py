"""Which parameters did this backward() reach?"""

import torch

model = torch.nn.ModuleDict({k: torch.nn.Linear(2, 1) for k in ("a", "b")})
for used in ("a", "b"):
    model.zero_grad()
    model[used](torch.ones(1, 2)).sum().backward()
    reached = {n: p.grad is not None for n, p in model.named_parameters()}
    print(f"used {used}:", [name for name in reached if reached[name]])
