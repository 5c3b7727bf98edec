"""MAML: the gradient of a loss after an inner step, taken four ways."""

import torch

LR = 0.1  # of the inner step


def outer_gradient(inner: str) -> float:
    """Return w.grad after an inner step on w**2, an outer loss w**3."""
    w = torch.tensor(1.0, requires_grad=True)
    if "backward" in inner:
        (w**2).backward(create_graph=True)
        gradient = w.grad  # and it stays there
    else:
        keep = "create_graph" in inner
        (gradient,) = torch.autograd.grad(w**2, w, create_graph=keep)
    if "cleared" in inner:
        w.grad = None
    adapted = w - LR * gradient
    (adapted**3).backward()
    return w.grad.item()


adapted = 1 - LR * 2
print(f"{'by hand':37}{3 * adapted**2 * (1 - LR * 2):.3f}")
for inner in (
    "autograd.grad(create_graph=True)",
    "backward(create_graph=True)",
    "backward(create_graph=True), cleared",
    "autograd.grad",
):
    print(f"{inner:37}{outer_gradient(inner):.3f}")
