"""Is there a gradient? Before backward() and after it."""

import torch

w = torch.ones(2, requires_grad=True)
print("a gradient:", w.grad is not None)
w.sum().backward()
if w.grad is not None:
    print("a gradient:", w.grad)
