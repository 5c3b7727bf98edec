"""One batch in two micro-batches: adding gives the whole gradient."""

import torch

x, w = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.ones(1, requires_grad=True)
(x * w).square().sum().backward()
whole = w.grad.item()

w.grad = None
for part in x.chunk(2):
    (part * w).square().sum().backward()
print("whole batch:", whole, " two halves:", w.grad.item())
