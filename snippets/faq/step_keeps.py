"""Two steps, one backward(): the second uses the gradient again."""

import torch

w = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
(2 * w).backward()
for _ in range(2):
    optimizer.step()
    print(f"w {w.item():.1f}, .grad {w.grad.item()}")
