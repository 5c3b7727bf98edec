"""Raises RuntimeError: everything that backward() may fill is frozen."""

import torch

model = torch.nn.Linear(2, 1)
trainable = [p for p in model.parameters() if p.requires_grad]
model(torch.ones(1, 2)).sum().backward(inputs=trainable)
print("named:", len(trainable), "parameters")

model.requires_grad_(False)
x = torch.ones(1, 2, requires_grad=True)
trainable = [p for p in model.parameters() if p.requires_grad]
model(x).sum().backward(inputs=trainable)
