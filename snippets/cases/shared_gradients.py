"""A3C: the shared model's .grad is the worker's own tensor."""

import torch


def share(worker, shared):
    """Give the shared model the worker's gradients, if it has none."""
    pairs = zip(worker.parameters(), shared.parameters(), strict=True)
    for mine, ours in pairs:
        if ours.grad is None:
            ours.grad = mine.grad


def train(way):
    """Return the gradient of each step; 1 is right."""
    shared = torch.nn.Linear(1, 1, bias=False)
    worker = torch.nn.Linear(1, 1, bias=False)
    optimizer = torch.optim.SGD(shared.parameters(), lr=0.1)
    used = []
    for _ in range(4):
        worker.load_state_dict(shared.state_dict())
        optimizer.zero_grad(set_to_none=way != "zeros")
        if way == "repaired":
            worker.zero_grad()
        worker(torch.ones(1, 1)).sum().backward()
        share(worker, shared)
        used.append(shared.weight.grad.item())
        optimizer.step()
    return used


for way in ("as found", "zeros", "repaired"):
    print(f"{way:10} gradients of the steps: {train(way)}")
