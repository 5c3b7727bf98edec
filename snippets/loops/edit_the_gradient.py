"""Edit a window's gradient: four places, and two kinds of edit."""

import torch

micro_gradients = torch.tensor([[4.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]])
EDITS = {"sign": torch.sign, "a third": lambda gradient: gradient / 3}


def edited(where: str, edit) -> list[float]:
    """Return w.grad after a window of three, edited there."""
    w = torch.zeros(2, requires_grad=True)

    def in_place(w):
        w.grad.copy_(edit(w.grad))

    if where == "tensor hook":
        w.register_hook(edit)
    if where == "post-accumulate hook":
        w.register_post_accumulate_grad_hook(in_place)
    for gradient in micro_gradients:
        (w @ gradient).backward()
    if where == "between backward and step":
        in_place(w)
    return [round(part, 2) for part in w.grad.tolist()]


places = "between backward and step", "tensor hook", "post-accumulate hook"
print(f"{'':26}", *(f"{name:14}" for name in EDITS))
for where in ("nowhere", *places):
    found = [edited(where, edit) for edit in EDITS.values()]
    print(f"{where:26}", *(f"{gradient!s:14}" for gradient in found))
