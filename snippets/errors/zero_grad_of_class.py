"""Raises TypeError: zero_grad() is called on a class, not on an object."""

import torch

model = torch.nn.Linear(2, 1)
# region right
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
optimizer.zero_grad()
# endregion
print("an object: cleared")

# region wrong
optimizer = torch.optim.SGD  # the parentheses are missing
optimizer.zero_grad()
# endregion
