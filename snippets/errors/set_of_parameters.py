"""Raises TypeError: the parameters of a group come as a set."""

import torch

model = torch.nn.Linear(2, 1)
# region right
once = dict.fromkeys(model.parameters())  # no duplicate, order kept
torch.optim.SGD([{"params": list(once)}], lr=0.1)
# endregion
print("a list:", len(once), "parameters")

# region wrong
torch.optim.SGD([{"params": set(model.parameters())}], lr=0.1)
# endregion
