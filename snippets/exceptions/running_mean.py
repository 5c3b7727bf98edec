"""BatchNorm's running mean moves N times per step: scale its pace."""

import torch
from torch import nn


def run(N: int, momentum=0.1, mean=5.0, seed: int = 0) -> nn.BatchNorm1d:
    """Return a layer that has seen ten batches in N micro-batches each."""
    torch.manual_seed(seed)
    layer = nn.BatchNorm1d(3, momentum=momentum)
    for batch in (torch.randn(10, 64, 3) + mean).unbind():
        for rows in batch.chunk(N):
            layer(rows)
    return layer


scaled = 1 - (1 - 0.1) ** (1 / 4)  # four small moves make one of 0.1
print("the batch at once    ", run(1).running_mean)
print("4 parts, momentum 0.1", run(4).running_mean)
print(f"4 parts, {scaled:.4f}      ", run(4, scaled).running_mean)
