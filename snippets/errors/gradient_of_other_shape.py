"""Raises RuntimeError: backward() gets weights of another shape."""

import torch

model = torch.nn.Linear(2, 1)
per_row = model(torch.ones(4, 2))  # 4 rows, 1 column
per_row.backward(torch.full((4, 1), 0.25))
print("weights of the same shape:", model.bias.grad.item())

model(torch.ones(4, 2)).backward(torch.full((4,), 0.25))
