"""Forty steps of Adam."""

# region setup
import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
X, y = load_digits(return_X_y=True)
X = torch.tensor(X, dtype=torch.float32) / 16
y = torch.tensor(y)
model = torch.nn.Linear(64, 10)
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
losses = []

# endregion
# region loop
for _ in range(40):
    loss = cross_entropy(model(X), y)
    losses.append(loss.item())
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
