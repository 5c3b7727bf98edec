"""What clearing a thousand gradients asks the processor to do."""

from collections import Counter

import torch

parameters = [torch.nn.Parameter(torch.ones(4, 4)) for _ in range(1000)]


def operations(zeros: bool, foreach: bool | None = None) -> dict:
    """Return how often zero_grad() calls each operation of PyTorch."""
    optimizer = torch.optim.SGD(parameters, lr=0.1, foreach=foreach)
    for parameter in parameters:
        parameter.grad = torch.ones_like(parameter)
    with torch.profiler.profile() as profiler:
        optimizer.zero_grad(set_to_none=not zeros)
    names = Counter(event.name for event in profiler.events())
    return {name: n for name, n in names.items() if name.startswith("aten")}


print("None           ", operations(zeros=False))
print("zeros          ", operations(zeros=True))
print("zeros, foreach ", operations(zeros=True, foreach=True))
