"""Raises TypeError: after zero_grad() there is no tensor to index."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

model(torch.ones(2, 3)).sum().backward()
optimizer.step()
# region right
print(model.weight.grad[0])
optimizer.zero_grad()
# endregion

model(torch.ones(2, 3)).sum().backward()
optimizer.step()
# region wrong
optimizer.zero_grad()
print(model.weight.grad[0])
# endregion
