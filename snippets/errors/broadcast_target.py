"""A warning: the loss compares each of 3 rows with each of 3 targets."""

import warnings

import torch

target = torch.tensor([0.0, 1.0, 2.0])
prediction = target.unsqueeze(1)  # 3 rows, 1 column; the loss should be 0
mse = torch.nn.MSELoss()

# region right
loss = mse(prediction.squeeze(1), target)
# endregion
print(f"the same shape: loss {loss.item():.2f}")

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    # region wrong
    loss = mse(prediction, target)
    # endregion
print(f"3 × 1 and 3:    loss {loss.item():.2f}")
print(caught[0].message)
