"""backward() adds to .grad: the derivative of 3w is 3."""

import torch

w = torch.tensor(2.0, requires_grad=True)
for _ in range(3):
    (3 * w).backward()
    print(w.grad.item())

w.grad = None  # what zero_grad() does
(3 * w).backward()
print("cleared first:", w.grad.item())
