"""Accumulation differs from the large batch: does your model allow it?"""

# region probe
import copy

import torch


def each(batch, change):
    """Return a tensor, tuple, list or dict with each tensor changed."""
    if hasattr(batch, "items"):
        return {key: each(value, change) for key, value in batch.items()}
    if isinstance(batch, (tuple, list)):
        values = [each(value, change) for value in batch]
        return type(batch)(*values) if hasattr(batch, "_fields") else values
    return change(batch) if torch.is_tensor(batch) else batch


def gradient(model, loss, batch, rows, N):
    """Return the gradient of a batch of that many rows, cut into N."""
    assert rows >= N, f"{rows} rows make no {N} micro-batches"
    clone = copy.deepcopy(model)  # without .grad
    for part in torch.arange(rows).tensor_split(N):
        value = loss(clone, each(batch, lambda x, part=part: x[part]))
        (value * len(part) / rows).backward()
    grads = [p.grad for p in clone.parameters() if p.grad is not None]
    return torch.cat([g.to_dense().flatten() for g in grads])


def off(model, loss, batch, rows, N=4):
    """Return how far N micro-batches, and the batch again, are off."""
    try:
        grads = [gradient(model, loss, batch, rows, n) for n in (1, 1, N)]
    except Exception as error:
        return f"cannot tell: {error}"
    size = grads[0].norm()
    _, again, cut = ((g - grads[0]).norm() / size for g in grads)
    return f"{N} parts {cut:.3f}, again {again:.3f}"


# endregion
# region loop
torch.manual_seed(0)
X, y = torch.randn(62, 6), torch.randint(3, (62,))
cross_entropy = torch.nn.functional.cross_entropy


def mean(model, batch):
    """Return the mean over the rows."""
    X, y = batch
    return cross_entropy(model(X), y)


def weighted(model, batch):
    """Return a mean with class weights, which divides by their sum."""
    X, y = batch
    return cross_entropy(model(X), y, torch.tensor([1.0, 5.0, 0.2]))


for name, layer, loss in (
    ("linear layers alone", torch.nn.Identity(), mean),
    ("BatchNorm1d", torch.nn.BatchNorm1d(16), mean),
    ("Dropout", torch.nn.Dropout(), mean),
    ("class weights", torch.nn.Identity(), weighted),
):
    first, last = torch.nn.Linear(6, 16), torch.nn.Linear(16, 3)
    model = torch.nn.Sequential(first, layer, torch.nn.ReLU(), last)
    print(f"{name:20}", off(model, loss, (X, y), rows=62))
# endregion
