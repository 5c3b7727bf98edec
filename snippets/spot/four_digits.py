"""Sixty steps, each on four digits."""

# region setup
import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
digits = load_digits()
X = torch.tensor(digits.data, dtype=torch.float32) / 16
y = torch.tensor(digits.target)
model = torch.nn.Linear(64, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
losses = []

# endregion
# region loop
for rows in torch.randperm(1797).split(4)[:60]:
    loss = cross_entropy(model(X[rows]), y[rows])
    optimizer.zero_grad()
    losses.append(loss.item())
    loss.backward()
    optimizer.step()

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
