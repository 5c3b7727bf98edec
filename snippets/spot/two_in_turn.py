"""Two losses in turn, and a step after each."""

# region setup
import torch
from sklearn.datasets import load_diabetes
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X, y = load_diabetes(return_X_y=True, scaled=False)
X = torch.tensor(X, dtype=torch.float32)
y = torch.tensor(y, dtype=torch.float32)[:, None]
X, y = ((v - v.mean(0)) / v.std(0) for v in (X, y))
rows = torch.randperm(442)
(x1, x2), (y1, y2) = (v[rows].split(221) for v in (X, y))
model = torch.nn.Linear(10, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.17)
losses = []

# endregion
# region loop
for _ in range(20):
    optimizer.zero_grad()
    loss = mse_loss(model(x1), y1)
    loss.backward()
    optimizer.step()
    loss = mse_loss(model(x2), y2)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
