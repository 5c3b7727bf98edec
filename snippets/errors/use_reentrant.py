"""A warning: checkpoint() is not told which of its two kinds to be."""

import warnings

import torch
from torch.utils.checkpoint import checkpoint

layer, x = torch.nn.Linear(2, 1), torch.ones(1, 2, requires_grad=True)

# region right
checkpoint(layer, x, use_reentrant=False).sum().backward()
# endregion
print("use_reentrant=False", layer.weight.grad.tolist())

layer.zero_grad()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    # region wrong
    checkpoint(layer, x).sum().backward()
    # endregion
print("not told           ", layer.weight.grad.tolist())
print(str(caught[0].message).partition(" Refer")[0])
