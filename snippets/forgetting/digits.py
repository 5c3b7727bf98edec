"""A small classifier of real digits, with and without zero_grad()."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

# region setup
torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(1797)
X = torch.tensor(digits.data, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]
seen, held_out = slice(0, 1400), slice(1400, 1797)


def train(optimizer, clear: bool, seed: int = 0, **options) -> list[float]:
    """Return the accuracy on held-out digits after every epoch."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32, bias=False),  # Muon takes 2-D weights only
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10, bias=False),
    )
    optimizer = optimizer(model.parameters(), **options)
    accuracies = []
    # endregion
    # region loop
    for _ in range(10):
        for batch in torch.randperm(1400).split(100):
            if clear:
                optimizer.zero_grad()
            cross_entropy(model(X[seen][batch]), y[seen][batch]).backward()
            optimizer.step()
        with torch.no_grad():
            right = model(X[held_out]).argmax(1) == y[held_out]
        accuracies.append(right.float().mean().item())
    # endregion
    return accuracies


print("                  zero_grad()             forgotten")
print("epoch            1     3    10           1     3    10")
for name, lr in ("SGD", 0.01), ("RMSprop", 0.01), ("Adam", 0.01):
    row = f"{name:8}{lr:5}"
    for clear in (True, False):
        right = train(getattr(torch.optim, name), clear, lr=lr)
        row += f"{right[0]:6.2f}{right[2]:6.2f}{right[9]:6.2f}      "
    print(row.rstrip())
