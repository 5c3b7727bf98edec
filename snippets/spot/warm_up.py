"""Three epochs of digits, and a warm-up of ten steps."""

# region setup
import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy
from torch.optim.lr_scheduler import LinearLR

torch.manual_seed(0)
digits = load_digits()
X = torch.tensor(digits.data, dtype=torch.float32) / 16
y = torch.tensor(digits.target)
model = torch.nn.Linear(64, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
scheduler = LinearLR(optimizer, start_factor=0.05, total_iters=10)
losses = []

# endregion
# region loop
for _ in range(3):
    for rows in torch.randperm(1797).split(100):
        optimizer.zero_grad()
        loss = cross_entropy(model(X[rows]), y[rows])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    scheduler.step()

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
