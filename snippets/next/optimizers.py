"""Three optimizers at three learning rates, on the same small network."""

from functools import partial

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(1797)
X = torch.tensor(digits.data, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]
seen, held_out = slice(0, 1400), slice(1400, 1797)


def train(optimizer, lr: float, seed: int = 0) -> float:
    """Return the accuracy on held-out digits after five epochs."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32, bias=False),  # only matrices, for Muon
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10, bias=False),
    )
    optimizer = optimizer(model.parameters(), lr=lr)
    for _ in range(5):
        for batch in torch.randperm(1400).split(70):
            optimizer.zero_grad()
            cross_entropy(model(X[seen][batch]), y[seen][batch]).backward()
            optimizer.step()
    with torch.no_grad():
        right = model(X[held_out]).argmax(1) == y[held_out]
    return right.float().mean().item()


OPTIMIZERS = {
    "SGD": torch.optim.SGD,
    "SGD, momentum 0.9": partial(torch.optim.SGD, momentum=0.9),
    "AdamW": torch.optim.AdamW,
}

rates = (0.003, 0.03, 0.3)
print("learning rate      ", *(f"{lr:6}" for lr in rates))
for name, optimizer in OPTIMIZERS.items():
    accuracies = [train(optimizer, lr) for lr in rates]
    print(f"{name:19}", *(f"{accuracy:6.2f}" for accuracy in accuracies))
