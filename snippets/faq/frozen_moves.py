"""Both are frozen after a step; one keeps zeros in .grad, one None."""

import torch

zeros, none = (torch.ones(1, requires_grad=True) for _ in range(2))
optimizer = torch.optim.SGD([zeros, none], lr=0.1, momentum=0.9)
(zeros + none).sum().backward()
optimizer.step()
zeros.grad.zero_()
none.grad = None
for w in (zeros, none):
    w.requires_grad_(False)
for moment in ("frozen at", "a step later"):
    print(f"{moment}: zeros {zeros.item():.2f}, None {none.item():.2f}")
    optimizer.step()
