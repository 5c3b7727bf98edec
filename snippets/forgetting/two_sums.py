"""What a forgotten call does depends on what the optimizer adds to it."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(1797)
X = torch.tensor(digits.data, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]
seen, held_out = slice(0, 1400), slice(1400, 1797)
SGD, RMSprop, Adam = torch.optim.SGD, torch.optim.RMSprop, torch.optim.Adam


def train(optimizer, clear: bool, seed: int = 0, **options) -> float:
    """Return the accuracy on held-out digits after ten epochs."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32, bias=False),
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10, bias=False),
    )
    optimizer = optimizer(model.parameters(), lr=0.01, **options)
    for _ in range(10):
        for batch in torch.randperm(1400).split(100):
            if clear:
                optimizer.zero_grad()
            cross_entropy(model(X[seen][batch]), y[seen][batch]).backward()
            optimizer.step()
    with torch.no_grad():
        right = model(X[held_out]).argmax(1) == y[held_out]
    return right.float().mean().item()


momentum = {"momentum": 0.9}
one_sum = {
    "SGD": (SGD, {}),
    "RMSprop": (RMSprop, {}),
    "Adam, β₁ = 0": (Adam, {"betas": (0.0, 0.999)}),
}
two_sums = {
    "SGD": (SGD, momentum),
    "RMSprop": (RMSprop, momentum),
    "Adam, β₁ = 0.9": (Adam, {}),
}
print("                             zero_grad()   forgotten")
for title, optimizers in ("no", one_sum), ("with", two_sums):
    for name, (optimizer, options) in optimizers.items():
        cleared = train(optimizer, True, **options)
        forgotten = train(optimizer, False, **options)
        row = f"{cleared:11.2f}{forgotten:12.2f}"
        print(f"{title:4} momentum  {name:14}{row}")
