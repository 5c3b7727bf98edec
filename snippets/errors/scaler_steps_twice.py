"""Raises RuntimeError: two steps, and no update() between them."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")

for update in (True, False):
    for _ in range(2):
        optimizer.zero_grad()
        scaler.scale(model(torch.ones(2, 3)).sum()).backward()
        scaler.step(optimizer)
        if update:
            scaler.update()
    print("two steps with update(); the gradient:", model.bias.grad)
