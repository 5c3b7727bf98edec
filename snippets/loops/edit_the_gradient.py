"""Take the sign of a window's gradient: four places, four gradients."""

import torch

micro_gradients = torch.tensor([[4.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]])


def sign_in_place(w):
    """Replace .grad by its sign."""
    w.grad.sign_()


def edited(where: str) -> list[float]:
    """Return w.grad after a window of three, edited there."""
    w = torch.zeros(2, requires_grad=True)
    if where == "tensor hook":
        w.register_hook(torch.sign)
    if where == "post-accumulate hook":
        w.register_post_accumulate_grad_hook(sign_in_place)
    for gradient in micro_gradients:
        (w @ gradient).backward()
    if where == "between backward and step":
        sign_in_place(w)
    return w.grad.tolist()


places = "between backward and step", "tensor hook", "post-accumulate hook"
for where in ("nowhere", *places):
    print(f"{where:26}", edited(where))
