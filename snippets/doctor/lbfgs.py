"""L-BFGS: the closure clears, and is called many times in a step."""

import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.linspace(-1, 1, 64)[:, None]
y = 2 * X + 1

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.LBFGS(model.parameters())


def closure():
    optimizer.zero_grad()
    loss = mse_loss(model(X), y)
    loss.backward()
    return loss


for _ in range(5):
    optimizer.step(closure)

print(f"y = {model.weight.item():.2f} x + {model.bias.item():.2f}")
