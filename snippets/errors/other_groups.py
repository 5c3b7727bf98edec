"""Raises ValueError: saved with one group, loaded into two."""

import torch

model = torch.nn.Linear(2, 1)
saved = torch.optim.SGD(model.parameters(), lr=0.1).state_dict()
torch.optim.SGD(model.parameters(), lr=0.2).load_state_dict(saved)
print("one group: loaded")

groups = [{"params": [model.weight]}, {"params": [model.bias]}]
torch.optim.SGD(groups, lr=0.1).load_state_dict(saved)
