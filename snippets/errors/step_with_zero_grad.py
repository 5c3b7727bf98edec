"""Raises TypeError: step() does not clear, whatever it is given."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
w.sum().backward()
optimizer.step()
optimizer.zero_grad()
print(f"two calls: w is {w[0].item():.1f}, .grad {w.grad}")

w.sum().backward()
optimizer.step(zero_grad=True)
