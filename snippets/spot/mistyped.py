"""Eleven patients to a step, one number mistyped, gradients clipped."""

# region setup
import torch
from sklearn.datasets import load_diabetes
from torch.nn.functional import mse_loss
from torch.nn.utils import clip_grad_norm_
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
X, y = load_diabetes(return_X_y=True, scaled=False)
X = torch.tensor(X, dtype=torch.float32)
y = torch.tensor(y, dtype=torch.float32)[:, None]
X, y = ((v - v.mean(0)) / v.std(0) for v in (X, y))
X[200, 0] = 100.0  # mistyped
data = TensorDataset(X[:440], y[:440])
loader = DataLoader(data, batch_size=11)
model = torch.nn.Linear(10, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
losses = []

# endregion
# region loop
for x, y in loader:

    def closure():
        optimizer.zero_grad()
        loss = mse_loss(model(x), y)
        loss.backward()
        return loss

    clip_grad_norm_(model.parameters(), 1.0)
    loss = optimizer.step(closure)
    losses.append(loss.item())

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
