"""Linear regression on real data, with and without zero_grad()."""

import torch
from sklearn.datasets import load_diabetes
from torch.nn.functional import mse_loss
from torch.utils.data import DataLoader, TensorDataset


def standardise(values):
    """Give every column mean 0 and standard deviation 1."""
    columns = torch.tensor(values, dtype=torch.float32)
    return (columns - columns.mean(0)) / columns.std(0, correction=0)


diabetes = load_diabetes()
X = standardise(diabetes.data)  # 442 patients, 10 measurements each
y = standardise(diabetes.target[:, None])  # the illness a year later


def train(clear: bool, seed: int = 0, X=X, y=y) -> list[float]:
    """Return the loss over all patients after each of 20 epochs."""
    torch.manual_seed(seed)
    batches = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    model = torch.nn.Linear(10, 1).to(X.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    losses = []
    for _ in range(20):
        for features, target in batches:
            if clear:
                optimizer.zero_grad()
            loss = mse_loss(model(features), target)
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            losses.append(mse_loss(model(X), y).item())
    return losses


cleared, forgotten = train(True), train(False)
print("epoch   zero_grad()   forgotten")
for epoch in (1, 2, 5, 10, 20):
    a, b = cleared[epoch - 1], forgotten[epoch - 1]
    print(f"{epoch:5}{a:14.2f}{b:12.2f}")
