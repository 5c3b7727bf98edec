"""Three epochs of digits, and a warm-up of ten steps."""

# region setup
import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy
from torch.optim.lr_scheduler import LinearLR
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
X, y = load_digits(return_X_y=True)
X = torch.tensor(X, dtype=torch.float32) / 16
y = torch.tensor(y)
data = TensorDataset(X, y)
loader = DataLoader(data, batch_size=100, shuffle=True)
model = torch.nn.Linear(64, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
scheduler = LinearLR(optimizer, start_factor=0.05, total_iters=10)
losses = []

# endregion
# region loop
for _ in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    scheduler.step()

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
