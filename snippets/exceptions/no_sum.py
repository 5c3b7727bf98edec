"""Losses that are no mean over rows, and a window that is exact."""

import torch

torch.manual_seed(0)
X = torch.randn(64, 6)
y = (X.sum(1) > 3).float()  # few rows are positive
w = torch.randn(6, 4, requires_grad=True)


def rmse(sums):
    """The root of a mean, from the sum of squares and the rows."""
    return (sums[0] / sums[1]).sqrt()


def dice(sums):
    """1 - Dice, from the overlap and the sum of both sizes."""
    return 1 - 2 * sums[0] / sums[1]


def balance(sums):
    """Balance of four experts: share of rows × mean chance, × 4."""
    chosen, chances = sums.view(2, 4) / 64
    return 4 * (chosen.detach() * chances).sum()


def squares_of(rows):
    """Return the sum of squared errors, and the rows."""
    error = X[rows] @ w[:, 0] - y[rows]
    return torch.stack([error.square().sum(), torch.ones_like(error).sum()])


def overlap_of(rows):
    """Return how far prediction and label overlap, and both sizes."""
    p = (X[rows] @ w[:, 0]).sigmoid()
    return torch.stack([(p * y[rows]).sum(), (p + y[rows]).sum()])


def routes_of(rows):
    """Return the rows that each expert gets, and the sums of chances."""
    chances = (X[rows] @ w).softmax(1)
    chosen = chances.argmax(1).bincount(minlength=4)
    return torch.cat([chosen, chances.sum(0)])


def as_usual(loss, sums, parts):
    """Accumulate the mean of the losses of the parts."""
    for rows in parts:
        (loss(sums(rows)) / len(parts)).backward()


def from_sums(loss, sums, parts):
    """Find the sums first, then what each of them does to the loss."""
    with torch.no_grad():
        total = sum(sums(rows) for rows in parts)
    (slopes,) = torch.autograd.grad(loss(total.requires_grad_()), total)
    for rows in parts:
        (sums(rows) @ slopes).backward()


def gradient(way, loss, sums, N: int) -> torch.Tensor:
    """Return what a way to accumulate leaves in w.grad."""
    w.grad = None
    way(loss, sums, torch.arange(64).chunk(N))
    return w.grad


def relative_error(way, loss, sums) -> float:
    """Return how far four micro-batches are from one backward()."""
    batch = gradient(as_usual, loss, sums, 1)
    parts = gradient(way, loss, sums, 4)
    return ((parts - batch).norm() / batch.norm()).item()


losses = {
    "root of a mean": (rmse, squares_of),
    "Dice": (dice, overlap_of),
    "balance of experts": (balance, routes_of),
}
print("relative error, N = 4    losses / N    from the sums")
for name, case in losses.items():
    errors = [relative_error(way, *case) for way in (as_usual, from_sums)]
    print(f"{name:20}{errors[0]:15.2f}{errors[1]:17.2f}")
