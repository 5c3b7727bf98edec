"""Raises RuntimeError: prediction and target go to the constructor."""

import torch

prediction = torch.zeros(2, 3, requires_grad=True)
target = torch.tensor([0, 2])
# region right
loss = torch.nn.CrossEntropyLoss()(prediction, target)
# endregion
print(f"made, then called: {loss.item():.2f}")

# region wrong
torch.nn.CrossEntropyLoss(prediction, target)
# endregion
