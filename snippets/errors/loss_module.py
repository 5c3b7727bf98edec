"""Raises AttributeError: the loss function is made, not called."""

import torch

model, target = torch.nn.Linear(2, 3), torch.tensor([0, 2])
# region right
loss_function = torch.nn.CrossEntropyLoss()
loss_function(model(torch.ones(2, 2)), target).backward()
# endregion
print("called: .grad has the shape", list(model.weight.grad.shape))

# region wrong
loss = torch.nn.CrossEntropyLoss()
loss.backward()
# endregion
