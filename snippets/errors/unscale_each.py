"""Raises RuntimeError: unscale_() after each micro-batch of a window."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scaler = torch.amp.GradScaler("cpu")
window = torch.ones(64, 3).chunk(4)

# region right
for rows in window:
    scaler.scale(model(rows).mean() / 4).backward()
scaler.unscale_(optimizer)
# endregion
print(f"once: bias.grad {model.bias.grad.item():.1f}")
scaler.step(optimizer)
scaler.update()
optimizer.zero_grad()

# region wrong
for rows in window:
    scaler.scale(model(rows).mean() / 4).backward()
    scaler.unscale_(optimizer)
# endregion
