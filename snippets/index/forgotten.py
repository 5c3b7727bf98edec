"""The same without zero_grad()."""

import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.linspace(-1, 1, 64)[:, None]
y = 2 * X + 1

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)

for _ in range(20):
    prediction = model(X)
    loss = mse_loss(prediction, y)
    loss.backward()  # adds to what is in .grad
    optimizer.step()  # move the weights along .grad

print(f"y = {model.weight.item():.2f} x + {model.bias.item():.2f}")
