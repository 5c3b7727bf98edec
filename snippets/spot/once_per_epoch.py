"""Three epochs of digits."""

# region setup
import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
digits = load_digits()
X = torch.tensor(digits.data, dtype=torch.float32) / 16
y = torch.tensor(digits.target)
model = torch.nn.Linear(64, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
losses = []

# endregion
# region loop
for _ in range(3):
    optimizer.zero_grad()
    for rows in torch.randperm(1797).split(100):
        loss = cross_entropy(model(X[rows]), y[rows])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
