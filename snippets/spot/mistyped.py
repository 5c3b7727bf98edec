"""Eleven patients to a step, one number mistyped, gradients clipped."""

# region setup
import torch
from sklearn.datasets import load_diabetes
from torch.nn.functional import mse_loss
from torch.nn.utils import clip_grad_norm_

torch.manual_seed(0)
patients = load_diabetes(scaled=False)
X = torch.tensor(patients.data, dtype=torch.float32)
y = torch.tensor(patients.target, dtype=torch.float32)[:, None]
X, y = ((v - v.mean(0)) / v.std(0) for v in (X, y))
X[200, 0] = 100.0  # mistyped
model = torch.nn.Linear(10, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
losses = []


# endregion
# region loop
def closure():
    optimizer.zero_grad()
    loss = mse_loss(model(X[rows]), y[rows])
    loss.backward()
    return loss


for start in range(0, 440, 11):
    rows = slice(start, start + 11)
    clip_grad_norm_(model.parameters(), 1.0)
    losses.append(optimizer.step(closure).item())

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
