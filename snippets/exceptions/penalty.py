"""A penalty on the weights: in every micro-batch it counts N times."""

import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X, y = torch.randn(64, 6), torch.randn(64)
w = torch.randn(6, requires_grad=True)


def error(rows, reduction="sum"):
    """Return the squared error of some rows."""
    return mse_loss(X[rows] @ w, y[rows], reduction=reduction)


def penalty():
    """Return what large weights cost, whatever the rows."""
    return 0.1 * w.square().sum() + 0.1 * w.abs().sum()


def gradient(losses) -> torch.Tensor:
    """Return what backward() on each of the losses leaves in w.grad."""
    w.grad = None
    for part in losses:
        part.backward()
    return w.grad


def errors(sizes: list[int]) -> list[float]:
    """Return the relative error of four ways to cut the batch."""
    parts = torch.arange(64).split(sizes)
    batch = gradient([error(torch.arange(64), "mean") + penalty()])
    ways = (
        [error(rows) / 64 + penalty() for rows in parts],
        [(error(rows, "mean") + penalty()) / len(parts) for rows in parts],
        [(error(rows) + len(rows) * penalty()) / 64 for rows in parts],
        [*(error(rows) / 64 for rows in parts), penalty()],
    )
    found = [gradient(losses) for losses in ways]
    return [((g - batch).norm() / batch.norm()).item() for g in found]


names = (
    "sum / 64 + penalty",
    "(mean + penalty) / N",
    "(sum + rows * penalty) / 64",
    "sum / 64; the penalty once",
)
even, uneven = errors([16] * 4), errors([25, 25, 14])
print("relative error               16 four times   25 + 25 + 14")
for name, one, other in zip(names, even, uneven, strict=True):
    print(f"{name:28}{one:14.2f}{other:15.2f}")
