"""Three gradients, 1, 2 and 3, kept in a list: what the list holds."""

import torch


def kept(clear, clone=False):
    """Return the list after three iterations."""
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    gradients = []
    for x in (1.0, 2.0, 3.0):
        if clear != "never":
            optimizer.zero_grad(set_to_none=clear == "None")
        (w * x).sum().backward()
        gradients.append(w.grad.clone() if clone else w.grad)
        optimizer.step()
    return [gradient.item() for gradient in gradients]


for clear in ("None", "zeros", "never"):
    print(f"cleared: {clear:5} {kept(clear)}, clones {kept(clear, True)}")
