"""Raises RuntimeError: two steps, and no update() between them."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")
x = torch.ones(2, 3)

for _ in range(2):
    optimizer.zero_grad()
    # region right
    scaler.scale(model(x).sum()).backward()
    scaler.step(optimizer)
    scaler.update()
    # endregion
print("two steps with update(); the gradient:", model.bias.grad)

for _ in range(2):
    optimizer.zero_grad()
    # region wrong
    scaler.scale(model(x).sum()).backward()
    scaler.step(optimizer)
    # endregion
