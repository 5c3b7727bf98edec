"""Three ways to the same weights; two of them have nothing to clear."""

import torch
from torch.func import functional_call, grad
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X, y = torch.randn(64, 3), torch.randn(64, 1)
LR, ITERATIONS = 0.1, 20


def linear():
    """Return the same untrained model each time."""
    torch.manual_seed(0)
    return torch.nn.Linear(3, 1)


def with_backward():
    """The five lines."""
    model = linear()
    optimizer = torch.optim.SGD(model.parameters(), lr=LR)
    for _ in range(ITERATIONS):
        optimizer.zero_grad()
        mse_loss(model(X), y).backward()
        optimizer.step()
    return model, model.weight


def with_autograd_grad():
    """torch.autograd.grad returns the gradients to the caller."""
    model = linear()
    weights = list(model.parameters())
    for _ in range(ITERATIONS):
        gradients = torch.autograd.grad(mse_loss(model(X), y), weights)
        with torch.no_grad():
            for w, gradient in zip(weights, gradients, strict=True):
                w -= LR * gradient
    return model, model.weight


def with_func():
    """torch.func.grad turns a loss into a function that differentiates."""
    model = linear()
    weights = {n: w.detach() for n, w in model.named_parameters()}
    slope = grad(lambda w: mse_loss(functional_call(model, w, (X,)), y))
    for _ in range(ITERATIONS):
        slopes = slope(weights)
        weights = {n: w - LR * slopes[n] for n, w in weights.items()}
    return model, weights["weight"]


_, expected = with_backward()
for way in (with_backward, with_autograd_grad, with_func):
    model, weight = way()
    same = torch.allclose(weight, expected, atol=1e-6)
    print(f"{way.__name__:19} same weights {same}   .grad", end=" ")
    print("None" if model.weight.grad is None else "filled")
