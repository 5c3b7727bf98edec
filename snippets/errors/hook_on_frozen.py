"""Raises RuntimeError: a hook on a frozen parameter."""

import torch

model, seen = torch.nn.Linear(2, 1), []
model.bias.requires_grad_(False)

# region right
for p in model.parameters():
    if p.requires_grad:
        p.register_hook(seen.append)
# endregion
model(torch.ones(1, 2)).sum().backward()
print("gradients seen:", len(seen))

# region wrong
for p in model.parameters():
    p.register_hook(seen.append)
# endregion
