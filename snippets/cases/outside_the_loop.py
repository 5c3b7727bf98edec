"""zero_grad() stands before the loop over batches, not inside it."""

import torch

torch.manual_seed(0)
X = torch.randn(256, 5)
y = X @ torch.tensor([1.0, -2.0, 3.0, -1.0, 2.0]) + torch.randn(256)


def fresh():
    """Return a weight and its optimizer, the same each time."""
    torch.manual_seed(0)
    w = torch.zeros(5, requires_grad=True)
    return w, torch.optim.SGD([w], lr=0.1)


def batch_loss(w, batch=slice(None)):
    """Return the loss over a batch, or over all data."""
    return (X[batch] @ w - y[batch]).pow(2).mean()


def as_found(epochs=10):
    """Return the loss over all data at the end of every epoch."""
    w, optimizer = fresh()
    losses = []
    for _ in range(epochs):
        # region wrong
        optimizer.zero_grad()
        for batch in torch.randperm(256).split(32):
            batch_loss(w, batch).backward()
            optimizer.step()
        # endregion
        losses.append(batch_loss(w).item())
    return losses


def repaired(epochs=10):
    """Return the loss over all data at the end of every epoch."""
    w, optimizer = fresh()
    losses = []
    for _ in range(epochs):
        # region right
        for batch in torch.randperm(256).split(32):
            optimizer.zero_grad()
            batch_loss(w, batch).backward()
            optimizer.step()
        # endregion
        losses.append(batch_loss(w).item())
    return losses


print("epoch              1         2         3         4")
for name, losses in (("as found", as_found()), ("repaired", repaired())):
    print(f"{name:10}", *(f"{losses[e - 1]:9.2f}" for e in (1, 2, 3, 4)))
