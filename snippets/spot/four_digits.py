"""Sixty steps, each on four digits."""

# region setup
import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
X, y = load_digits(return_X_y=True)
X = torch.tensor(X, dtype=torch.float32) / 16
y = torch.tensor(y)
data = TensorDataset(X[:240], y[:240])
loader = DataLoader(data, batch_size=4, shuffle=True)
model = torch.nn.Linear(64, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
losses = []

# endregion
# region loop
for x, y in loader:
    loss = cross_entropy(model(x), y)
    optimizer.zero_grad()
    losses.append(loss.item())
    loss.backward()
    optimizer.step()

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
