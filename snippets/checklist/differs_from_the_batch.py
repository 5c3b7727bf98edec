"""Accumulation differs from the large batch: does your model allow it?"""

# region probe
import copy

import torch


def relative_error(model, loss, X, y, N=4):
    """Return how far N micro-batches are from the batch."""

    def gradient(parts):
        clone = copy.deepcopy(model).double()
        for rows in torch.arange(len(X)).chunk(parts):
            part = loss(clone(X[rows].double()), y[rows])
            (part * len(rows) / len(X)).backward()
        grads = [p.grad for p in clone.parameters()]
        return torch.cat([g.flatten() for g in grads if g is not None])

    batch = gradient(1)
    return ((gradient(N) - batch).norm() / batch.norm()).item()


# endregion
# region loop
torch.manual_seed(0)
X, y = torch.randn(64, 6), torch.randint(3, (64,))
cross_entropy = torch.nn.functional.cross_entropy


def weighted(logits, y):
    """Return a mean with class weights, which divides by their sum."""
    return cross_entropy(logits, y, logits.new_tensor([1.0, 5.0, 0.2]))


for name, layer, loss in (
    ("linear layers alone", torch.nn.Identity(), cross_entropy),
    ("BatchNorm1d", torch.nn.BatchNorm1d(16), cross_entropy),
    ("class weights", torch.nn.Identity(), weighted),
):
    first, last = torch.nn.Linear(6, 16), torch.nn.Linear(16, 3)
    model = torch.nn.Sequential(first, layer, torch.nn.ReLU(), last)
    print(f"{name:20} {relative_error(model, loss, X, y):.2f}")
# endregion
