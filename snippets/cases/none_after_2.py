"""Code written for zeros: it adds to .grad, and finds None."""

import torch


def collect(clear, add):
    """Return the mean gradient of three workers, or the exception."""
    model = torch.nn.Linear(2, 1, bias=False)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model(torch.ones(1, 2)).backward()
    clear(optimizer)
    try:
        for worker in (1.0, 2.0, 3.0):
            for p in model.parameters():
                add(p, torch.full_like(p, worker) / 3)
    except TypeError as error:
        return f"TypeError: {error}"
    return model.weight.grad[0].tolist()


def to_zeros(optimizer):
    optimizer.zero_grad(set_to_none=False)


def as_found(p, gradient):
    p.grad += gradient


def repaired(p, gradient):
    p.grad = gradient if p.grad is None else p.grad + gradient


to_none = torch.optim.Optimizer.zero_grad
print("before 2.0, as found:", collect(to_zeros, as_found))
print("since 2.0, as found: ", collect(to_none, as_found))
print("since 2.0, repaired: ", collect(to_none, repaired))
