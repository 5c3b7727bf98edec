"""The five lines of a training iteration."""

# region setup
import torch
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.linspace(-1, 1, 64)[:, None]
y = 2 * X + 1

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
# endregion

# region loop
for _ in range(20):
    optimizer.zero_grad()  # forget the last iteration's gradients
    prediction = model(X)
    loss = mse_loss(prediction, y)
    loss.backward()  # add this batch's gradients into .grad
    optimizer.step()  # move the weights along .grad
# endregion

print(f"y = {model.weight.item():.2f} x + {model.bias.item():.2f}")
