"""Raises TypeError: the window's sum is divided where there is none."""

import torch

model = torch.nn.ModuleList(torch.nn.Linear(2, 1) for _ in range(2))
model[0](torch.ones(4, 2)).sum().backward()  # the second is not used

# region right
for p in model.parameters():
    if p.grad is not None:
        p.grad /= 4
# endregion
print("divided, where there is one:", model[0].weight.grad.tolist())

# region wrong
for p in model.parameters():
    p.grad /= 4
# endregion
