"""Does accumulation equal the batch? If not, name what breaks it."""

# region test
import copy

import torch
from torch import nn


def each(batch, change):
    """Return a tensor, tuple, list or dict with each tensor changed."""
    if isinstance(batch, torch.Tensor):
        return change(batch)
    if hasattr(batch, "items"):
        return {key: each(value, change) for key, value in batch.items()}
    if isinstance(batch, (tuple, list)):
        values = [each(value, change) for value in batch]
        return type(batch)(*values) if hasattr(batch, "_fields") else values
    return batch


def watch(model):
    """Return a list of what goes into and out of each layer."""
    seen = []

    def note(place):
        def hook(layer, *tensors):
            each(tensors[-1], lambda x: seen.append((place, x)) or x)

        return hook

    for name, layer in model.named_modules():
        place = f"{name}, {type(layer).__name__}"
        start, end = (place, place) if name else ("the start", "the end")
        layer.register_forward_pre_hook(note(start))
        layer.register_forward_hook(note(end))
    return seen


def run(model, loss, batch, N, dtype):
    """Return the gradient of N micro-batches, and what the last one saw."""
    model, shapes = copy.deepcopy(model).to(dtype), []
    each(batch, lambda x: shapes.append(x.shape) or x)
    seen, total = watch(model), shapes[0][0]
    assert total >= N, f"{total} rows make no {N} micro-batches"

    def part(x):
        x = x[rows] if x.shape[:1] == (total,) else x
        return x.to(dtype) if x.is_floating_point() else x

    for rows in torch.arange(total).tensor_split(N):
        seen.clear()
        value = loss(model, each(batch, part))
        forward = seen[:]  # without what a checkpoint repeats
        (value * len(rows) / total).backward()
    given = [p.grad for p in model.parameters() if p.grad is not None]
    assert given, "the loss does not use the model that it is given"
    return torch.cat([g.to_dense().flatten() for g in given]), forward


def far(a, b):
    """Are two tensors further apart than rounding explains?"""
    return not (a - b).norm() <= 1e-4 * b.norm()


def where(whole, last):
    """Return where the last rows first differ, in the batch and cut."""
    before, whole = "the start", iter(whole)
    for place, b in last:
        a = next(a for name, a in whole if name == place)
        for dim, size in enumerate(b.shape):
            a = a.narrow(dim, a.shape[dim] - size, size)
        if far(b.detach() * 1.0, a.detach() * 1.0):
            return place if place == before else f"{before} to {place}"
        before = place
    return "the loss"


def compare(model, loss, batch, N, dtype):
    """Return the words of what_breaks."""
    if isinstance(model, nn.parallel.DistributedDataParallel):
        model = model.module
    runs = [run(model, loss, batch, n, dtype) for n in (1, 1, N)]
    (whole, path), (again, again_path), (cut, cut_path) = runs
    if far(again, whole):
        return f"random: {where(path, again_path)}"
    if far(cut, whole):
        return where(path, cut_path)
    return "equal" if model.training else "equal in eval()"


def what_breaks(model: nn.Module, loss, batch, N: int = 4) -> str:
    """Return "equal" if N micro-batches give the batch's gradient.

    Else the layer that breaks it, or the two layers between which it
    breaks, or "the loss", after "random: " if it draws numbers. Or why
    it cannot tell. `loss(model, batch)` is a mean over the batch's rows.
    """
    for dtype in (torch.float64, torch.float32):
        try:
            return compare(model, loss, batch, N, dtype)
        except Exception as error:
            why = f"cannot tell: {error}"
    return why


# endregion
class Classifier(nn.Module):
    """A small classifier with any function in its middle."""

    def __init__(self, middle):
        super().__init__()
        self.first, self.last = nn.Linear(6, 16), nn.Linear(16, 3)
        self.middle = middle

    def forward(self, x):
        return self.last(self.middle(self.first(x)))


def mean(model, batch):
    """Return the mean over the rows."""
    return nn.functional.cross_entropy(model(batch["x"]), batch["y"])


def weighted(model, batch):
    """Return the mean with class weights, which divides by their sum."""
    loss = nn.CrossEntropyLoss(torch.tensor([1.0, 5.0, 0.2]))
    return loss(model(batch["x"]), batch["y"])


if __name__ == "__main__":
    torch.manual_seed(0)
    batch = {"x": torch.randn(62, 6), "y": torch.randint(3, (62,))}
    for name, middle, loss in (
        ("LayerNorm", nn.LayerNorm(16), mean),
        ("BatchNorm1d", nn.BatchNorm1d(16), mean),
        ("BatchNorm1d, eval()", nn.BatchNorm1d(16).eval(), mean),
        ("h - h.mean(0)", lambda h: h - h.mean(0), mean),
        ("Dropout", nn.Dropout(), mean),
        ("F.dropout", nn.functional.dropout, mean),
        ("class weights", torch.relu, weighted),
    ):
        print(f"{name:20}", what_breaks(Classifier(middle), loss, batch))
