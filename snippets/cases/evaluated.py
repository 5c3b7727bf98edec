"""An evaluation in the middle of a window ends with a zero_grad()."""

import torch

N = 4


def evaluate(model, fixed):
    """Return the model's answer to 1, in eval mode."""
    model.eval()
    with torch.no_grad():
        answer = model(torch.ones(1, 1))
    if not fixed:
        model.zero_grad()  # "as a caution"
    model.train()
    return answer


def train(fixed):
    """Return the gradient of each step; 1 is right."""
    model = torch.nn.Linear(1, 1, bias=False)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    used = []
    for i in range(12):
        (model(torch.ones(1, 1)).sum() / N).backward()
        if (i + 1) % N == 0:
            used.append(model.weight.grad.item())
            optimizer.step()
            optimizer.zero_grad()
        if (i + 1) % 3 == 0:
            evaluate(model, fixed)
    return used


for name, fixed in (("as found", False), ("repaired", True)):
    print(f"{name:10} gradients of the steps: {train(fixed)}")
