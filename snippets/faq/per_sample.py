"""Gradients of single samples, from a loop and from torch.func."""

import torch
from torch.func import grad, vmap

torch.manual_seed(0)
X, y = torch.randn(8, 3), torch.randn(8)
w = torch.randn(3, requires_grad=True)


def loss(w, x, target):
    return (x @ w - target) ** 2


looped = []
for x, target in zip(X, y, strict=True):
    w.grad = None  # or each would hold the sum so far
    loss(w, x, target).backward()
    looped.append(w.grad)
w.grad = None

mapped = vmap(grad(loss), in_dims=(None, 0, 0))(w.detach(), X, y)
print("the same gradients:", torch.allclose(torch.stack(looped), mapped))
print(".grad after torch.func:", w.grad)
