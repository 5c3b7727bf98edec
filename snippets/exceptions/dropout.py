"""Dropout draws other masks in micro-batches, from one distribution."""

import torch
from torch import nn
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.randn(64, 6)
y = X.sum(1, keepdim=True)


def gradient(layers: int, N: int, draws: int = 1) -> torch.Tensor:
    """Return the mean gradient over draws, through layers of dropout."""
    torch.manual_seed(1)
    model = nn.Sequential()
    for _ in range(layers):
        model.extend([nn.Linear(6, 6), nn.Dropout()])
    model.append(nn.Linear(6, 1))
    torch.manual_seed(2)
    for _ in range(draws):
        for rows in torch.arange(64).chunk(N):
            (mse_loss(model(X[rows]), y[rows]) / N / draws).backward()
    return torch.cat([p.grad.flatten() for p in model.parameters()])


def relative_error(layers: int, draws: int = 1) -> float:
    """Return how far four micro-batches are from the batch."""
    batch, parts = gradient(layers, 1, draws), gradient(layers, 4, draws)
    return ((parts - batch).norm() / batch.norm()).item()


print("relative error, the same seed for the batch and its parts")
print(f"one layer               {relative_error(1):.2f}")
print(f"two layers              {relative_error(2):.2f}")
print(f"two, mean of 400 draws  {relative_error(2, draws=400):.2f}")
