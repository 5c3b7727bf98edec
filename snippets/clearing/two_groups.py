"""Raises ValueError: an optimizer takes a parameter in one group only."""

import torch

w = torch.nn.Parameter(torch.ones(3))
groups = [{"params": [w]}, {"params": [w], "weight_decay": 0.1}]
optimizer = torch.optim.SGD(groups, lr=0.1)
