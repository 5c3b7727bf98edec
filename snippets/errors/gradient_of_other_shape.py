"""Raises RuntimeError: backward() gets weights of another shape."""

import torch

model = torch.nn.Linear(2, 1)
per_row = model(torch.ones(4, 2))  # 4 rows, 1 column
# region right
per_row.backward(torch.full((4, 1), 0.25))
# endregion
print("weights of the same shape:", model.bias.grad.item())

# region wrong
model(torch.ones(4, 2)).backward(torch.full((4,), 0.25))
# endregion
