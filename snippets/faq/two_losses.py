"""Two losses, two backward() calls: .grad is the gradient of the sum."""

import torch

w = torch.tensor(1.0, requires_grad=True)
(2 * w).backward()
(3 * w).backward()
twice = w.grad.item()

w.grad = None
(2 * w + 3 * w).backward()
print("two calls:", twice, " one call for the sum:", w.grad.item())
