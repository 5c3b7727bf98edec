"""Raises ValueError: model.parameters() can be walked through once."""

import torch

model = torch.nn.Linear(3, 1)

parameters = list(model.parameters())
print("parameters:", sum(p.numel() for p in parameters))
torch.optim.SGD(parameters, lr=0.1)

parameters = model.parameters()
print("parameters:", sum(p.numel() for p in parameters))
torch.optim.SGD(parameters, lr=0.1)
