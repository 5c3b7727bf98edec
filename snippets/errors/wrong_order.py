"""Raises NameError: backward() stands before the loss."""

import torch

torch.manual_seed(0)
x, y = torch.randn(8, 3), torch.randn(8, 1)
model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

for _ in range(3):
    optimizer.zero_grad()
    # region right
    prediction = model(x)
    loss = (prediction - y).square().mean()
    loss.backward()
    # endregion
    optimizer.step()
print(f"the loss before backward(): {loss.item():.3f}")

del loss  # as in a program that has not made one yet
for _ in range(3):
    optimizer.zero_grad()
    # region wrong
    prediction = model(x)
    loss.backward()
    loss = (prediction - y).square().mean()
    # endregion
    optimizer.step()
