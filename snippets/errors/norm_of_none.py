"""Raises AttributeError: a frozen or unused parameter has no gradient."""

import torch

model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Linear(3, 1))
model[0].requires_grad_(False)
parameters = list(model.parameters())
model(torch.ones(2, 3)).sum().backward()

# region right
grads = [p.grad for p in parameters if p.grad is not None]
norm = torch.nn.utils.get_total_norm(grads)
# endregion
print("gradients:", len(grads), "of", len(parameters))

# region wrong
norm = sum(p.grad.norm() ** 2 for p in parameters) ** 0.5
# endregion
