"""a: SGD and nothing cleared. b: SGD with momentum 1, cleared."""

import torch

a, b = (torch.zeros(2, requires_grad=True) for _ in range(2))
sgd = torch.optim.SGD([a], lr=0.1)
momentum = torch.optim.SGD([b], lr=0.1, momentum=1.0)
for _ in range(50):
    momentum.zero_grad()
    for w in (a, b):
        (w - torch.tensor([1.0, 2.0])).square().sum().backward()
    sgd.step()
    momentum.step()
print(a.detach(), b.detach(), "bit for bit:", a.equal(b))
