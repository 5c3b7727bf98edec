"""SGD without the division by N: a learning rate N times as large."""

import torch

torch.manual_seed(0)
X, y = torch.randn(64, 3), torch.randn(64)


def train(lr: float, divide_by: int) -> torch.Tensor:
    """Return the weights after 20 steps with windows of four."""
    w = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    for _ in range(20):
        optimizer.zero_grad()
        for rows in torch.arange(64).chunk(4):
            loss = (X[rows] @ w - y[rows]).square().mean()
            (loss / divide_by).backward()
        optimizer.step()
    return w.detach()


divided, undivided = train(0.04, divide_by=4), train(0.01, divide_by=1)
print("divided, lr 0.04  ", divided)
print("undivided, lr 0.01", undivided)
