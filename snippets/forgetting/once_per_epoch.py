"""Spot the bug: the call is there, and the loss falls."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

# region setup
torch.manual_seed(0)
digits = load_digits()
X = torch.tensor(digits.data, dtype=torch.float32) / 16
y = torch.tensor(digits.target)
# endregion
# region loop
model = torch.nn.Linear(64, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

for epoch in range(4):
    optimizer.zero_grad()
    total = 0.0
    for batch in torch.randperm(1797).split(100):
        loss = cross_entropy(model(X[batch]), y[batch])
        loss.backward()
        optimizer.step()
        total += loss.item() / 18
    print(f"epoch {epoch + 1}   mean loss {total:.2f}")
# endregion
