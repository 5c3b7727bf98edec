"""Two layers are trained for ten steps, then the second alone."""

# region setup
import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
X, y = load_digits(return_X_y=True)
X = torch.tensor(X, dtype=torch.float32) / 16
y = torch.tensor(y)
first, second = torch.nn.Linear(64, 32), torch.nn.Linear(32, 10)
model = torch.nn.Sequential(first, torch.nn.Tanh(), second)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
losses = []

# endregion
# region loop
for step in range(60):
    first.requires_grad_(step < 10)
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.grad = None
    loss = cross_entropy(model(X), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

# endregion
print(f"loss {losses[0]:.2g} at first, {losses[-1]:.2g} at last")
