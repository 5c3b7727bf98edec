"""Raises RuntimeError: a cell that only ran because another ran before."""

# region setup
import torch

torch.manual_seed(0)
x, y = torch.randn(64, 2), torch.randn(64, 1)
model = torch.nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss_function = torch.nn.MSELoss()

# An earlier cell: one correct iteration. It leaves the name `loss`.
optimizer.zero_grad()
loss = loss_function(model(x), y)
loss.backward()
optimizer.step()
# endregion

# region cell
# The cell at hand. In a fresh script: NameError, 'loss' is not defined.
for _ in range(3):
    optimizer.zero_grad()
    prediction = model(x)
    loss.backward()
    loss = loss_function(prediction, y)
    optimizer.step()
# endregion
