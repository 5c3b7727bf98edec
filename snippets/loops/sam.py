"""Sharpness-aware minimisation: two gradients, and a clearing between."""

# region setup
import torch
from torch.nn.functional import mse_loss

torch.set_default_dtype(torch.float64)  # to compare to rounding
RHO = 0.05  # length of the climb before the second gradient


def setup():
    """Return a model, 16 samples and their targets; the same each time."""
    torch.manual_seed(0)
    layers = torch.nn.Linear(4, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1)
    X, y = torch.randn(16, 4), torch.randn(16, 1)
    return torch.nn.Sequential(*layers), X, y


def backward_window(model, X, y, parts):
    """Accumulate the gradient of the mean loss, part by part."""
    for rows in torch.arange(len(X)).chunk(parts):
        total = mse_loss(model(X[rows]), y[rows], reduction="sum")
        (total / y.numel()).backward()


@torch.no_grad()
def climb(weights):
    """Move the weights RHO uphill; return the way back."""
    norm = torch.cat([w.grad.flatten() for w in weights]).norm()
    moves = [RHO * w.grad / norm for w in weights]
    torch._foreach_add_(weights, moves)
    return moves


def sam_gradient(clear: bool = True, parts: int = 1):
    """Return the plain gradient, and the one that SAM gives its step."""
    model, X, y = setup()
    weights = list(model.parameters())
    # endregion
    # region twice
    backward_window(model, X, y, parts)
    plain = [w.grad.clone() for w in weights]
    moves = climb(weights)
    if clear:
        model.zero_grad()
    backward_window(model, X, y, parts)
    with torch.no_grad():
        torch._foreach_sub_(weights, moves)
    # endregion
    return flat(plain), flat([w.grad for w in weights])


def flat(tensors):
    """Return the tensors' numbers in one row."""
    return torch.cat([t.flatten() for t in tensors])


plain, sam = sam_gradient()
_, leaked = sam_gradient(clear=False)
_, window = sam_gradient(parts=4)
lengths = [f"{gradient.norm():.2f}" for gradient in (plain, sam, leaked)]
print("length: plain, SAM, not cleared ", *lengths)
total = torch.allclose(leaked, plain + sam)
print("not cleared = plain + SAM       ", total)
print("a window of 4, walked twice, too", torch.allclose(window, sam))
