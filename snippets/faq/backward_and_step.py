"""backward() changes .grad alone, step() the weight alone."""

import torch

w = torch.tensor(2.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
(3 * w).backward()
print(f"after backward(): .grad {w.grad.item()}, w {w.item():.1f}")
optimizer.step()
print(f"after step():     .grad {w.grad.item()}, w {w.item():.1f}")
