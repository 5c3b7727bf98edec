"""Raises ValueError: an optimizer takes a parameter in one group only."""

import torch

model = torch.nn.Linear(3, 2)

# region right
matrices = [p for p in model.parameters() if p.ndim > 1]
others = [p for p in model.parameters() if p.ndim <= 1]
# endregion
torch.optim.SGD([{"params": matrices}, {"params": others}], lr=0.1)
print("matrices:", len(matrices), "others:", len(others))

# region wrong
matrices = [model.weight]
others = list(model.parameters())
# endregion
torch.optim.SGD([{"params": matrices}, {"params": others}], lr=0.1)
