"""Raises RuntimeError: step() changed what backward() still needs."""

import torch

torch.manual_seed(0)
x, hidden = torch.ones(4, 2), torch.nn.Linear(2, 8)
model = torch.nn.Sequential(hidden, torch.nn.Tanh(), torch.nn.Linear(8, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

loss = model(x).square().mean()
# region right
loss.backward()
optimizer.step()
# endregion
print(f"backward() first: loss {loss.item():.2f}")

loss = model(x).square().mean()
# region wrong
optimizer.step()
loss.backward()
# endregion
