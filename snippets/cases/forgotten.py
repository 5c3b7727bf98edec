"""The call is missing: ten losses of the loop, and of its repair."""

import torch
from torch.nn.functional import mse_loss


def fresh():
    """Return data, a model and its optimizer, the same each time."""
    torch.manual_seed(0)
    X, y = torch.randn(8, 4), torch.randn(8, 2)
    model = torch.nn.Linear(4, 2)
    return X, y, model, torch.optim.SGD(model.parameters(), lr=0.1)


def as_found():
    """Return ten losses."""
    X, y, model, optimizer = fresh()
    losses = []
    for _ in range(10):
        # region wrong
        loss = mse_loss(model(X), y)
        loss.backward()
        optimizer.step()
        # endregion
        losses.append(loss.item())
    return losses


def repaired():
    """Return ten losses."""
    X, y, model, optimizer = fresh()
    losses = []
    for _ in range(10):
        # region right
        loss = mse_loss(model(X), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        # endregion
        losses.append(loss.item())
    return losses


print("as found ", *(f"{loss:5.2f}" for loss in as_found()))
print("repaired ", *(f"{loss:5.2f}" for loss in repaired()))
