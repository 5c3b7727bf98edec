"""A gradient made with create_graph has a graph; clearing frees it."""

import weakref

import torch


def around_clearing(set_to_none: bool) -> dict:
    """Return what .grad and its graph are, before and after the call."""
    w = torch.tensor(2.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    factor = torch.tensor(5.0)  # the graph saves it, to differentiate by w
    (factor * w).square().backward(create_graph=True)
    graph = weakref.ref(factor)
    del factor
    before = w.grad.grad_fn is not None and graph() is not None
    optimizer.zero_grad(set_to_none=set_to_none)
    return {"before": before, "after": graph() is not None, "grad": w.grad}


none, zeros = around_clearing(True), around_clearing(False)
print("cleared to             None   zeros")
for words, key in (
    ("graph kept before", "before"),
    ("graph kept after", "after"),
    ("w.grad after", "grad"),
):
    print(f"{words:22} {none[key]!s:6} {zeros[key]}")
print("zeros require a gradient:", zeros["grad"].requires_grad)
