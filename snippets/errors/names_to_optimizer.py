"""Raises TypeError: a state dict in place of the parameters."""

import torch

model = torch.nn.Linear(2, 1)
# region right
torch.optim.SGD(model.parameters(), lr=0.1)
torch.optim.SGD(model.named_parameters(), lr=0.1)
# endregion
print("parameters() and named_parameters(): taken")

# region wrong
torch.optim.SGD(model.state_dict(), lr=0.1)
# endregion
