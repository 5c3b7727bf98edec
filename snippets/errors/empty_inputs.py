"""Raises RuntimeError: everything that backward() may fill is frozen."""

import torch

model = torch.nn.Linear(2, 1).requires_grad_(False)
x = torch.ones(1, 2, requires_grad=True)
trainable = [p for p in model.parameters() if p.requires_grad]

# region right
if trainable:
    model(x).sum().backward(inputs=trainable)
# endregion
print("trainable:", len(trainable))

# region wrong
model(x).sum().backward(inputs=trainable)
# endregion
