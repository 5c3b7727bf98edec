"""A checkpoint runs BatchNorm twice: same gradient, other statistics."""

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

torch.manual_seed(0)
X = torch.randn(64, 6) + 3


def once(momentum, checkpoints: bool) -> nn.Sequential:
    """Return a block after one forward and one backward pass."""
    torch.manual_seed(1)
    norm = nn.BatchNorm1d(16, momentum=momentum)
    block = nn.Sequential(nn.Linear(6, 16), norm, nn.ReLU(), nn.Dropout())
    keep = not checkpoints
    y = block(X) if keep else checkpoint(block, X, use_reentrant=False)
    y.square().mean().backward()
    return block


plain = once(0.1, False)
again = once(0.1, True)
scaled = once(1 - (1 - 0.1) ** 0.5, True)  # two small moves make one of 0.1
print("                  gradient equal   running mean   running variance")
for name, block in (("checkpoint", again), ("the same, scaled", scaled)):
    equal = torch.equal(block[0].weight.grad, plain[0].weight.grad)
    ratio = (block[1].running_mean / plain[1].running_mean).mean()
    variance = (block[1].running_var - plain[1].running_var).abs().max()
    off = f"{ratio:8.2f} times    off by {variance:.2f}"
    print(f"{name:18}{equal!s:14}{off}")
