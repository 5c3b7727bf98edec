"""The same digits, five times: a step every 16 images, or every 128."""

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn.functional import cross_entropy

digits = load_digits()
X = torch.tensor(digits.data, dtype=torch.float32) / 16
y = torch.tensor(digits.target)


def train(N: int, lr: float, kind="SGD", seed: int = 0) -> list[float]:
    """Return the loss over all images after each of five epochs."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = getattr(torch.optim, kind)(model.parameters(), lr=lr)
    losses = []
    for _ in range(5):
        for window in torch.randperm(len(X)).split(16 * N):
            for rows in window.split(16):
                logits = model(X[rows])
                loss = cross_entropy(logits, y[rows], reduction="sum")
                (loss / len(window)).backward()
            optimizer.step()
            optimizer.zero_grad()
        with torch.no_grad():
            losses.append(cross_entropy(model(X), y).item())
    return losses


if __name__ == "__main__":
    print("micro-batches of 16           loss after epoch 1 … 5")
    for name, N, lr in (
        ("a step each, lr 0.1", 1, 0.1),
        ("a step for 8, lr 0.1", 8, 0.1),
        ("a step for 8, lr 0.4", 8, 0.4),
    ):
        print(f"{name:24}", *(f"{loss:6.2f}" for loss in train(N, lr)))
