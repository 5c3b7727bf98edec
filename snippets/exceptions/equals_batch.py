"""Does accumulation equal the batch? If not, name what breaks it."""

import copy

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def outputs_of(model: nn.Module) -> dict[str, list[torch.Tensor]]:
    """Return a dict that fills with what each layer returns."""
    outputs = {}

    def note(layer, x, output):
        outputs.setdefault(names[layer], []).append(output)

    names = {}
    for name, layer in model.named_modules():
        names[layer] = f"layer {name}, {type(layer).__name__}"
        if not any(layer.children()):
            layer.register_forward_hook(note)
    return outputs


def what_breaks(model: nn.Module, loss, X, y, N: int = 4) -> str | None:
    """Return None if N micro-batches give the gradients of the batch.

    Otherwise return the first layer whose output differs, or "the loss".
    """
    whole, cut = (copy.deepcopy(model).double() for _ in range(2))
    of_whole, of_cut = outputs_of(whole), outputs_of(cut)
    X = X.double()
    loss(whole(X), y).backward()
    for micro_X, micro_y in zip(X.chunk(N), y.chunk(N), strict=True):
        (loss(cut(micro_X), micro_y) * len(micro_X) / len(X)).backward()
    for layer, calls in of_whole.items():
        for i, output in enumerate(calls):  # a layer may be used twice
            parts = of_cut[layer][i :: len(calls)]
            if not torch.allclose(torch.cat(parts), output):
                return layer
    for p, q in zip(whole.parameters(), cut.parameters(), strict=True):
        if not torch.allclose(p.grad, q.grad):
            return "the loss"
    return None


def classifier(layer) -> nn.Module:
    """Return a small classifier with this layer in its middle."""
    first, last = nn.Linear(6, 16), nn.Linear(16, 3)
    return nn.Sequential(first, layer, nn.ReLU(), last)


def weighted(logits, y):
    """Return the mean with class weights, which divides by their sum."""
    return cross_entropy(logits, y, logits.new_tensor([1.0, 5.0, 0.2]))


if __name__ == "__main__":
    torch.manual_seed(0)
    X, y = torch.randn(64, 6), torch.randint(3, (64,))
    for name, layer, loss in (
        ("no extra layer", nn.Identity(), cross_entropy),
        ("LayerNorm", nn.LayerNorm(16), cross_entropy),
        ("BatchNorm1d", nn.BatchNorm1d(16), cross_entropy),
        ("BatchNorm1d, eval()", nn.BatchNorm1d(16).eval(), cross_entropy),
        ("Dropout", nn.Dropout(), cross_entropy),
        ("class weights", nn.Identity(), weighted),
    ):
        broken = what_breaks(classifier(layer), loss, X, y)
        print(f"{name:20}", broken or "equal")
