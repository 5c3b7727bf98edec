"""A comparison before the loop leaves its gradient for the first step."""

import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X, y = torch.randn(64, 3), torch.randn(64, 1)


def fresh():
    """Return a model and its optimizer, the same each time."""
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 1)
    return model, torch.optim.SGD(model.parameters(), lr=0.1)


def train(model, optimizer):
    """Return the length of the gradient that each of three steps uses."""
    used = []
    for _ in range(3):
        mse_loss(model(X), y).backward()
        used.append(model.weight.grad.norm().item())
        optimizer.step()
        optimizer.zero_grad()
    return used


def as_found():
    """Compare the model with another implementation, then train it."""
    model, optimizer = fresh()
    # region wrong
    check = mse_loss(model(X), y)
    check.backward()
    return train(model, optimizer)
    # endregion


def repaired():
    """Compare the model with another implementation, then train it."""
    model, optimizer = fresh()
    # region right
    check = mse_loss(model(X), y)
    check.backward()
    optimizer.zero_grad()
    return train(model, optimizer)
    # endregion


print("length of the gradient in   step 1  step 2  step 3")
for name, used in (("as found", as_found()), ("repaired", repaired())):
    print(f"{name:26}", *(f"{length:7.2f}" for length in used))
