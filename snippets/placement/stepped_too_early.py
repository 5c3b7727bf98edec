"""Raises RuntimeError: step() changed what backward() still needs."""

import torch

torch.manual_seed(0)
x, y = torch.randn(64, 2), torch.randn(64, 1)
hidden, output = torch.nn.Linear(2, 8), torch.nn.Linear(8, 1)
model = torch.nn.Sequential(hidden, torch.nn.Tanh(), output)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss_function = torch.nn.MSELoss()

# region loop
for _ in range(3):
    prediction = model(x)
    loss = loss_function(prediction, y)
    optimizer.step()  # the first one has no gradient yet and does nothing
    optimizer.zero_grad()
    loss.backward()
# endregion
