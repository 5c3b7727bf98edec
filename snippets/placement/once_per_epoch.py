"""Wrong: zero_grad() once per epoch, or once before the loop."""

from statistics import median

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

digits = load_digits()
images = torch.tensor(digits.data, dtype=torch.float32) / 16
labels = torch.tensor(digits.target)
torch.manual_seed(0)
training, validation = torch.randperm(1797).split([1437, 360])


def train(clear: str, lr: float, seed: int, epochs: int = 5):
    """Return the training loss and the validation accuracy at the end."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32),
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10),
    )
    optimizer = torch.optim.SGD(model.parameters(), lr)
    if clear == "before the loop":
        optimizer.zero_grad()
    for _ in range(epochs):
        if clear == "every epoch":
            optimizer.zero_grad()
        for batch in training[torch.randperm(1437)].split(32):
            if clear == "every iteration":
                optimizer.zero_grad()
            cross_entropy(model(images[batch]), labels[batch]).backward()
            optimizer.step()
    with torch.no_grad():
        loss = cross_entropy(model(images[training]), labels[training])
        right = model(images[validation]).argmax(1) == labels[validation]
    return loss.item(), right.float().mean().item()


print("validation accuracy, median of 3 seeds")
print("zero_grad()         lr 0.01    lr 0.3")
for clear in ("every iteration", "every epoch", "before the loop"):
    row = f"{clear:17}"
    for lr in (0.01, 0.3):
        accuracies = [train(clear, lr, seed)[1] for seed in range(3)]
        row += f"{median(accuracies):10.1f}"
    print(row)
