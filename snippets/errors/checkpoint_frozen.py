"""A warning, and no gradient: a checkpoint above frozen inputs."""

import warnings

import torch
from torch.utils.checkpoint import checkpoint

layer, x = torch.nn.Linear(2, 1), torch.ones(1, 2)  # x is not trained

# region right
out = checkpoint(layer, x, use_reentrant=False)
# endregion
print("use_reentrant=False: trained", out.requires_grad)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    # region wrong
    out = checkpoint(layer, x, use_reentrant=True)
    # endregion
print("use_reentrant=True:  trained", out.requires_grad)
print(caught[0].message)
