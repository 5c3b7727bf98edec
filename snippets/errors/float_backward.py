"""Raises AttributeError: item() has made a float of the loss."""

import torch

w = torch.ones((), requires_grad=True)
total = 0.0
for x in (1.0, 2.0):
    loss = w * x
    # region right
    loss.backward()
    total += loss.item()  # for the log
    # endregion
print("sum of the losses:", total, "of the gradients:", w.grad.item())

# region wrong
total.backward()
# endregion
