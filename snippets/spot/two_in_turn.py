"""Two losses in turn, and a step after each."""

# region setup
import torch
from sklearn.datasets import load_diabetes
from torch.nn.functional import mse_loss

torch.manual_seed(0)
patients = load_diabetes(scaled=False)
X = torch.tensor(patients.data, dtype=torch.float32)
y = torch.tensor(patients.target, dtype=torch.float32)[:, None]
X, y = ((v - v.mean(0)) / v.std(0) for v in (X, y))
rows = torch.randperm(442)
model = torch.nn.Linear(10, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.17)
first, second, losses = rows[:221], rows[221:], []

# endregion
# region loop
for _ in range(20):
    optimizer.zero_grad()
    loss = mse_loss(model(X[first]), y[first])
    loss.backward()
    optimizer.step()
    loss = mse_loss(model(X[second]), y[second])
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
