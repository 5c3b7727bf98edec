"""One step for four micro-batches: clear once per step."""

import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.linspace(-1, 1, 64)[:, None]
y = 2 * X + 1

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)

for _ in range(20):
    optimizer.zero_grad()
    for micro_X, micro_y in zip(X.split(16), y.split(16), strict=True):
        total = mse_loss(model(micro_X), micro_y, reduction="sum")
        loss = total / y.numel()  # of all 64, also if the last are fewer
        loss.backward()  # adds to what the others left: on purpose
    optimizer.step()

print(f"y = {model.weight.item():.2f} x + {model.bias.item():.2f}")
