"""A window of four: zero_grad() before each micro-batch, or once."""

import torch

torch.manual_seed(0)
X, y = torch.randn(64, 8), torch.randn(64, 1)
N = 4


def gradient(fixed):
    """Return the gradient that the window's step uses."""
    torch.manual_seed(0)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for i, rows in enumerate(torch.arange(64).chunk(N)):
        if not fixed:
            optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(X[rows]), y[rows])
        (loss / N).backward()
        if (i + 1) % N == 0:
            used = model.weight.grad.clone()
            optimizer.step()
            optimizer.zero_grad()
    return used


def batch_gradient():
    """Return the gradient of all 64 rows at once."""
    torch.manual_seed(0)
    model = torch.nn.Linear(8, 1)
    torch.nn.functional.mse_loss(model(X), y).backward()
    return model.weight.grad


batch = batch_gradient()
for name, fixed in (("as found", False), ("repaired", True)):
    error = (gradient(fixed) - batch).norm() / batch.norm()
    print(f"{name:10} off from the batch's gradient by {error:4.0%}")
