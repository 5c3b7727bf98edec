"""A hundred patients to a micro-batch, four micro-batches to a step."""

# region setup
import torch
from sklearn.datasets import load_diabetes
from torch.nn.functional import mse_loss

torch.manual_seed(0)
patients = load_diabetes(scaled=False)
X = torch.tensor(patients.data, dtype=torch.float32)
y = torch.tensor(patients.target, dtype=torch.float32)[:, None]
X, y = ((v - v.mean(0)) / v.std(0) for v in (X, y))
model = torch.nn.Linear(10, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.065)
losses = []

# endregion
# region loop
for _ in range(20):
    rows = torch.randperm(442)[:400]
    optimizer.zero_grad()
    for micro_batch in rows.split(100):
        loss = mse_loss(model(X[micro_batch]), y[micro_batch])
        loss.backward()
    optimizer.step()
    losses.append(loss.item())

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
