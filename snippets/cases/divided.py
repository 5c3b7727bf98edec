"""A mean over the tokens of a window: five divisors, one of them right."""

import torch

WINDOWS = [[2, 6, 4, 4], [3, 1, 2, 2]]  # tokens of each micro-batch
N = 4
DIVISORS = {
    "the tokens of both windows": lambda i, window: sum(map(sum, WINDOWS)),
    "the window's tokens, then N": lambda i, window: sum(window) * N,
    "the micro-batches so far": lambda i, window: window[i] * (i + 1),
    ".grad by N, each time": lambda i, window: window[i],
    "the window's tokens": lambda i, window: sum(window),
}


def used(way):
    """Return the gradient of each window's step; 1 is right."""
    w, gradients = torch.zeros((), requires_grad=True), []
    for window in WINDOWS:
        for i, tokens in enumerate(window):
            total = (w * torch.ones(tokens)).sum()  # 1 for each token
            (total / DIVISORS[way](i, window)).backward()
            if way == ".grad by N, each time":
                w.grad /= N
        gradients.append(w.grad.item())
        w.grad = None
    return gradients


for way in DIVISORS:
    print(f"{way:27}", *(f"{gradient:5.2f}" for gradient in used(way)))
