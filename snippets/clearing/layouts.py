"""A .grad that you placed yourself: zeros keep its place, None does not."""

import torch


def placed(set_to_none: bool) -> dict:
    """Return where two gradients lie after zero_grad() and backward()."""
    flat = torch.zeros(4)  # one buffer for the gradients of a and b
    a, b = (torch.nn.Parameter(torch.ones(2)) for _ in range(2))
    w = torch.nn.Parameter(torch.ones(3, 4))
    a.grad, b.grad = flat[:2], flat[2:]
    w.grad = torch.zeros(4, 3).t()  # column by column
    optimizer = torch.optim.SGD([a, b, w], lr=0.1)
    for scale in (2.0, 7.0):
        (scale * (a.sum() + b.sum() + w.sum())).backward()
        if scale == 2.0:
            optimizer.zero_grad(set_to_none=set_to_none)
    return {
        "a.grad": a.grad.tolist(),
        "the flat buffer": flat.tolist(),
        "w.grad.stride()": w.grad.stride(),
    }


none, zeros = placed(True), placed(False)
print(f"{'':17}{'None':22}zeros")
for name in none:
    print(f"{name:17}{none[name]!s:22}{zeros[name]}")
