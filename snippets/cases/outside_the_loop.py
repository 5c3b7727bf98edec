"""zero_grad() stands before the loop over batches, not inside it."""

import torch

torch.manual_seed(0)
X = torch.randn(256, 5)
y = X @ torch.tensor([1.0, -2.0, 3.0, -1.0, 2.0]) + torch.randn(256)


def train(fixed, lr=0.1, epochs=10):
    """Return the loss over all data at the end of every epoch."""
    torch.manual_seed(0)
    w = torch.zeros(5, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    losses = []
    for _ in range(epochs):
        if not fixed:
            optimizer.zero_grad()
        for batch in torch.randperm(256).split(32):
            if fixed:
                optimizer.zero_grad()
            (X[batch] @ w - y[batch]).pow(2).mean().backward()
            optimizer.step()
        with torch.no_grad():
            losses.append((X @ w - y).pow(2).mean().item())
    return losses


print("epoch              1         2         3         4")
for name, fixed in (("as found", False), ("repaired", True)):
    losses = train(fixed)
    print(f"{name:10}", *(f"{losses[e - 1]:9.2f}" for e in (1, 2, 3, 4)))
