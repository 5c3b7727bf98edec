"""A gradient made with create_graph has a graph; clearing lets it go."""

import torch


def grad_after(set_to_none: bool) -> tuple[bool, torch.Tensor | None]:
    """Return whether .grad had a graph, and what zero_grad() made of it."""
    w = torch.tensor(2.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    (w**3).backward(create_graph=True)
    had_graph = w.grad.grad_fn is not None
    optimizer.zero_grad(set_to_none=set_to_none)
    return had_graph, w.grad


had_graph, none = grad_after(True)
had_graph, zeros = grad_after(False)
print("w.grad had a graph        ", had_graph)
print("cleared to None           ", none)
print("cleared to zeros          ", zeros)
print("zeros require a gradient  ", zeros.requires_grad)
