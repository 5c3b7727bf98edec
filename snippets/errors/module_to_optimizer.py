"""Raises TypeError: the optimizer gets the model itself."""

import torch

model = torch.nn.Linear(2, 1)
torch.optim.SGD(model.parameters(), lr=0.1)
print("model.parameters(): taken")

torch.optim.SGD(model, lr=0.1)
