"""Raises ValueError: saved with two parameters, loaded into one."""

import torch

model = torch.nn.Linear(2, 1)
saved = torch.optim.SGD(model.parameters(), lr=0.1).state_dict()
# region right
torch.optim.SGD(model.parameters(), lr=0.2).load_state_dict(saved)
# endregion
print("the same parameters: loaded")

model.bias.requires_grad_(False)
# region wrong
trainable = [p for p in model.parameters() if p.requires_grad]
torch.optim.SGD(trainable, lr=0.1).load_state_dict(saved)
# endregion
