"""Divide by what the batch divides by, not by the number of parts."""

import torch
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
X = torch.randn(64, 6)
y = torch.randint(3, (64,))
w = torch.randn(6, 3, requires_grad=True)
weight = torch.tensor([1.0, 5.0, 0.2])  # how much each class counts


def loss(rows, reduction, weight):
    """Return the cross entropy of some rows."""
    return cross_entropy(X[rows] @ w, y[rows], weight, reduction=reduction)


def gradient(losses) -> torch.Tensor:
    """Return what backward() on each of the losses leaves in w.grad."""
    w.grad = None
    for micro_loss in losses:
        micro_loss.backward()
    return w.grad


def errors(sizes: list[int], reduction: str, weight, D) -> list[float]:
    """Relative error of two rules: the loss / N, and the sum / D."""
    rows = torch.arange(64)
    parts = rows.split(sizes)
    batch = gradient([loss(rows, reduction, weight)])
    N = len(parts)
    over_N = gradient(loss(i, reduction, weight) / N for i in parts)
    over_D = gradient(loss(i, "sum", weight) / D for i in parts)
    differences = (over_N - batch, over_D - batch)
    return [(d.norm() / batch.norm()).item() for d in differences]


even, uneven = [16, 16, 16, 16], [25, 25, 14]
cases = {
    "mean of 16 + 16 + 16 + 16": (even, "mean", None, 64),
    "sum of 16 + 16 + 16 + 16": (even, "sum", None, 1),
    "mean of 25 + 25 + 14": (uneven, "mean", None, 64),
    "mean with class weights": (even, "mean", weight, weight[y].sum()),
}
print("loss of the batch            loss / N   sum / D")
for name, case in cases.items():
    over_N, over_D = errors(*case)
    print(f"{name:27}{over_N:10.2f}{over_D:10.2f}")
