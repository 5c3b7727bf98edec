"""The second backward() adds to what the first one left in .grad."""

import torch

# region calls
w = torch.tensor(2.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)

before = w.grad
(3 * w).backward()  # the derivative of 3w is 3
first = w.grad.item()
(3 * w).backward()
second = w.grad.item()
optimizer.zero_grad()
cleared = w.grad
# endregion

print("before any backward()  ", before)
print("after the first        ", first)
print("after the second       ", second)
print("after zero_grad()      ", cleared)
