"""Raises TypeError: the optimizer gets the model itself."""

import torch

model = torch.nn.Linear(2, 1)
# region right
torch.optim.SGD(model.parameters(), lr=0.1)
# endregion
print("model.parameters(): taken")

# region wrong
torch.optim.SGD(model, lr=0.1)
# endregion
