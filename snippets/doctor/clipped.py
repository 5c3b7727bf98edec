"""Wrong: what is clipped still has the scaler's factor in it."""

import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.linspace(-1, 1, 64)[:, None]
y = 2 * X + 1

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
scaler = torch.amp.GradScaler("cpu")

for _ in range(20):
    optimizer.zero_grad()
    loss = mse_loss(model(X), y)
    scaler.scale(loss).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    scaler.step(optimizer)
    scaler.update()

print(f"y = {model.weight.item():.2f} x + {model.bias.item():.2f}")
