"""A checkpoint that trains nothing: its input needs no gradient."""

import warnings

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

warnings.simplefilter("ignore")  # "None of the inputs have requires_grad"
X = torch.ones(4, 3)


def trained(use_reentrant: bool, frozen: bool, ask: bool = False) -> bool:
    """Is there a gradient in a checkpointed layer behind another one?"""
    torch.manual_seed(0)
    first, second, last = nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(3, 1)
    first.requires_grad_(not frozen)
    x = first(X)
    if ask:
        x.requires_grad_()
    x = checkpoint(second, x, use_reentrant=use_reentrant)
    last(x).sum().backward()
    return second.weight.grad is not None


print("the checkpointed layer gets a gradient")
print("reentrant, layer before trains   ", trained(True, frozen=False))
print("reentrant, layer before is frozen", trained(True, frozen=True))
print("the same, requires_grad_() on it ", trained(True, True, ask=True))
print("use_reentrant=False, frozen      ", trained(False, frozen=True))
