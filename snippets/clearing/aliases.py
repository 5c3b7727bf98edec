"""What a name for .grad, kept from before, holds after zero_grad()."""

import torch


def kept_through(set_to_none: bool) -> dict[str, float]:
    """Return what a reference and a clone hold, later in the loop."""
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    (3 * w).backward()
    reference, clone = w.grad, w.grad.clone()
    optimizer.zero_grad(set_to_none=set_to_none)
    after_zero_grad = reference.item()
    (5 * w).backward()
    return {
        "after zero_grad()": after_zero_grad,
        "after the next backward()": reference.item(),
        "clone, at the end": clone.item(),
    }


none, zeros = kept_through(True), kept_through(False)
print(f"{'':27}None  zeros")
for moment in none:
    print(f"{moment:27}{none[moment]}   {zeros[moment]}")
