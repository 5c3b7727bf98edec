"""A window of four: zero_grad() inside of it, or beside the step."""

import torch

torch.manual_seed(0)
X, y = torch.randn(64, 8), torch.randn(64, 1)
N = 4


def gradient(clear):
    """Return the gradient that the window's step uses."""
    torch.manual_seed(0)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for i, rows in enumerate(torch.arange(64).chunk(N)):
        last = i + 1 == N
        if clear == "before each" or (clear == "before the last" and last):
            optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(X[rows]), y[rows])
        (loss / N).backward()
        if last:
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
for clear in ("before each", "before the last", "beside the step"):
    error = (gradient(clear) - batch).norm() / batch.norm()
    print(f"{clear:15}  off from the batch's gradient by {error:4.0%}")
