"""Raises TypeError: step() does not clear, whatever it is given."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
w.sum().backward()
# region right
optimizer.step()
optimizer.zero_grad()
# endregion
print(f"two calls: w is {w[0].item():.1f}, .grad {w.grad}")

w.sum().backward()
# region wrong
optimizer.step(zero_grad=True)
# endregion
