"""A warning: backward(create_graph=True) ties weight and gradient."""

import warnings

import torch

w = torch.tensor(2.0, requires_grad=True)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    # region wrong
    (w**3).backward(create_graph=True)
    # endregion
print(str(caught[0].message).partition(" (Triggered")[0])
print("w.grad has a graph:", w.grad.grad_fn is not None)

w.grad = None  # lets the graph go
with warnings.catch_warnings(record=True) as caught:
    # region right
    (slope,) = torch.autograd.grad(w**3, w, create_graph=True)
    # endregion
print("autograd.grad:", slope.item(), "and", len(caught), "warnings")
print("w.grad:", w.grad)
