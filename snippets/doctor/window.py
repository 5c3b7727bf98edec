"""Wrong: a window of four that is summed, and left open at the end."""

import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.linspace(-1, 1, 60)[:, None]
y = 2 * X + 1
loader = list(zip(X.split(10), y.split(10), strict=True))  # 6 batches

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
accumulation_steps = 4

for _ in range(10):
    for i, (inputs, targets) in enumerate(loader):
        loss = mse_loss(model(inputs), targets)
        loss.backward()
        if (i + 1) % accumulation_steps == 0:
            optimizer.step()
            optimizer.zero_grad()

print(f"y = {model.weight.item():.2f} x + {model.bias.item():.2f}")
