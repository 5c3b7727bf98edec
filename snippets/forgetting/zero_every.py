"""Digits once more: zero_grad() before every k-th mini-batch only."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(1797)
X = torch.tensor(digits.data, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]
seen, held_out = slice(0, 1400), slice(1400, 1797)


def train(every: int, lr: float, seed: int = 0, epochs: int = 10) -> float:
    """Return the accuracy on held-out digits after the last epoch."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32, bias=False),
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10, bias=False),
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    iteration = 0
    for _ in range(epochs):
        for batch in torch.randperm(1400).split(100):  # 14 an epoch
            if iteration % every == 0:
                optimizer.zero_grad()
            cross_entropy(model(X[seen][batch]), y[seen][batch]).backward()
            optimizer.step()
            iteration += 1
    with torch.no_grad():
        right = model(X[held_out]).argmax(1) == y[held_out]
    return right.float().mean().item()


print("zero_grad() every      lr 0.01   lr 0.1")
words = {1: "mini-batch", 2: "2nd", 7: "7th", 14: "epoch", 140: "never"}
for every, word in words.items():
    row = [train(every, lr) for lr in (0.01, 0.1)]
    print(f"{word:20}{row[0]:10.2f}{row[1]:9.2f}")
