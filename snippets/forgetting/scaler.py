"""With a GradScaler the forgotten call costs nothing; without it, a lot."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(1797)
X = torch.tensor(digits.data, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]
seen, held_out = slice(0, 1400), slice(1400, 1797)


def train(optimizer, clear: bool, scaled: bool, seed: int = 0, **options):
    """Return the accuracy on held-out digits after ten epochs."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32, bias=False),
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10, bias=False),
    )
    optimizer = optimizer(model.parameters(), **options)
    scaler = torch.amp.GradScaler("cpu", enabled=scaled)  # scale 65536
    for _ in range(10):
        for batch in torch.randperm(1400).split(100):
            if clear:
                optimizer.zero_grad()
            loss = cross_entropy(model(X[seen][batch]), y[seen][batch])
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
    with torch.no_grad():
        right = model(X[held_out]).argmax(1) == y[held_out]
    return right.float().mean().item()


print("                 zero_grad()   forgotten")
for optimizer, lr in ((torch.optim.SGD, 0.01), (torch.optim.Adam, 0.01)):
    for scaled in (True, False):
        cleared = train(optimizer, True, scaled, lr=lr)
        forgotten = train(optimizer, False, scaled, lr=lr)
        name = optimizer.__name__ + (" + GradScaler" if scaled else "")
        print(f"{name:17}{cleared:11.2f}{forgotten:12.2f}")
