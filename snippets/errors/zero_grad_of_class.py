"""Raises TypeError: zero_grad() is called on a class, not on an object."""

import torch

model = torch.nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
optimizer.zero_grad()
print("an object: cleared")

optimizer = torch.optim.SGD  # the parentheses are missing
optimizer.zero_grad()
