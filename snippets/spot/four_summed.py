"""Four micro-batches of patients to a step."""

# region setup
import torch
from sklearn.datasets import load_diabetes
from torch.nn.functional import mse_loss
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
X, y = load_diabetes(return_X_y=True, scaled=False)
X = torch.tensor(X, dtype=torch.float32)
y = torch.tensor(y, dtype=torch.float32)[:, None]
X, y = ((v - v.mean(0)) / v.std(0) for v in (X, y))
data = TensorDataset(X[:440], y[:440])
loader = DataLoader(data, batch_size=110, shuffle=True)
model = torch.nn.Linear(10, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.065)
losses = []

# endregion
# region loop
for _ in range(20):
    optimizer.zero_grad()
    for x, y in loader:
        loss = mse_loss(model(x), y)
        loss.backward()
    optimizer.step()
    losses.append(loss.item())

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
