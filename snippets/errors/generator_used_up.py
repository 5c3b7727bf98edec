"""Raises ValueError: model.parameters() can be walked through once."""

import torch

model = torch.nn.Linear(3, 1)

# region right
parameters = list(model.parameters())
print("numbers:", sum(p.numel() for p in parameters))
torch.optim.SGD(parameters, lr=0.1)
# endregion

# region wrong
parameters = model.parameters()
print("numbers:", sum(p.numel() for p in parameters))
torch.optim.SGD(parameters, lr=0.1)
# endregion
