"""A warning: checkpoint() is not told which of its two kinds to be."""

import warnings

import torch
from torch.utils.checkpoint import checkpoint

layer, x = torch.nn.Linear(2, 1), torch.ones(1, 2, requires_grad=True)

for options in ({"use_reentrant": False}, {}):
    layer.zero_grad()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        checkpoint(layer, x, **options).sum().backward()
    print(options, layer.weight.grad.tolist())
    for warning in caught:
        print(str(warning.message).partition(" Refer")[0])
