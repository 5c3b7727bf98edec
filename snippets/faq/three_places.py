"""a: cleared on the first line. b: after step(). The weights are equal."""

import torch

a, b = (torch.zeros(2, requires_grad=True) for _ in range(2))
first, last = (torch.optim.SGD([w], lr=0.1) for w in (a, b))
for _ in range(9):
    first.zero_grad()
    for w in (a, b):
        (w - torch.tensor([1.0, 2.0])).square().sum().backward()
    first.step()
    last.step()
    last.zero_grad()
print(a.detach(), b.detach(), "bit for bit:", a.equal(b))
