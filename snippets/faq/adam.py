"""Adam, a: nothing cleared. b: cleared. The best weight is 4."""

import torch

a, b = (torch.zeros(1, requires_grad=True) for _ in range(2))
optimizer = torch.optim.Adam([a, b], lr=0.1)
for _ in range(100):
    b.grad = None
    ((a - 4).square() + (b - 4).square()).sum().backward()
    optimizer.step()
print(f"not cleared: w {a.item():.1f}   cleared: w {b.item():.1f}")
