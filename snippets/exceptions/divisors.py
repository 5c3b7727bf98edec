"""Divide by what the batch divides by: rows, elements or weights."""

import torch
from torch.nn import functional as F

torch.manual_seed(0)
X = torch.randn(64, 6)
y = torch.randint(1, 3, (64,))
w = torch.randn(6, 30, requires_grad=True)
weight = torch.tensor([1.0, 5.0, 0.2])  # how much each class counts
lengths = torch.randint(1, 4, (64,))  # of the targets of CTC


def entropy(rows, reduction, weight=None):
    """Return the cross entropy of three classes."""
    scores = X[rows] @ w[:, :3]
    return F.cross_entropy(scores, y[rows], weight, reduction=reduction)


def weighted(rows, reduction):
    """The same, with class weights."""
    return entropy(rows, reduction, weight)


def squares(rows, reduction):
    """Return the squared error of ten outputs."""
    target = X[rows, :1].expand(-1, 10)
    return F.mse_loss(X[rows] @ w[:, :10], target, reduction=reduction)


def ctc(rows, reduction):
    """Return the CTC loss of ten frames, three classes, short targets."""
    frames = (X[rows] @ w).view(-1, 10, 3).log_softmax(-1).transpose(0, 1)
    targets = y[rows, None].expand(-1, 3)
    sizes = torch.full((len(rows),), 10), lengths[rows]
    return F.ctc_loss(frames, targets, *sizes, reduction=reduction)


def gradient(losses) -> torch.Tensor:
    """Return what backward() on each of the losses leaves in w.grad."""
    w.grad = None
    for micro_loss in losses:
        micro_loss.backward()
    return w.grad


def errors(loss, sizes: list[int], D, items=None) -> list[float]:
    """Relative error of three rules: mean / N, sum / rows, sum / D."""
    parts = torch.arange(64).split(sizes)
    batch = gradient([loss(torch.arange(64), "mean")])
    rules = (
        gradient(loss(rows, "mean") / len(parts) for rows in parts),
        gradient(loss(rows, "sum") / 64 for rows in parts),
        gradient((items or loss)(rows, "sum") / D for rows in parts),
    )
    return [((g - batch).norm() / batch.norm()).item() for g in rules]


def ctc_by_length(rows, reduction):
    """Return the sum of what CTC's mean averages: losses over lengths."""
    return (ctc(rows, "none") / lengths[rows]).sum()


even, uneven = [16, 16, 16, 16], [25, 25, 14]
cases = {
    "rows, 16 + 16 + 16 + 16": (entropy, even, 64),
    "rows, 25 + 25 + 14": (entropy, uneven, 64),
    "class weights": (weighted, even, weight[y].sum()),
    "elements, ten of each row": (squares, even, 640),
    "CTC, targets of 1 to 3": (ctc, even, 64, ctc_by_length),
}
print("the mean is over            mean / N  sum / rows  sum / D")
for name, case in cases.items():
    print(f"{name:27}", *(f"{error:9.2f}" for error in errors(*case)))
