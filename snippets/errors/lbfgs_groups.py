"""Raises ValueError: L-BFGS takes one group of parameters."""

import torch

a, b = (torch.ones(2, requires_grad=True) for _ in range(2))

# region right
torch.optim.LBFGS([a, b])
# endregion
print("one list: taken")

# region wrong
torch.optim.LBFGS([{"params": [a]}, {"params": [b], "lr": 0.1}])
# endregion
