""".grad before backward(), after it, and filled with zeros."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)

optimizer.zero_grad(set_to_none=False)
print("before backward():", w.grad)
w.sum().backward()
print("after it:         ", w.grad)
optimizer.zero_grad(set_to_none=False)
print("filled with zeros:", w.grad)
