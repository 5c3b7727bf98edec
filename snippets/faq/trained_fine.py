"""a: nothing cleared. b: cleared. The learning rate is small."""

import torch

a, b = (torch.zeros(1, requires_grad=True) for _ in range(2))
optimizer = torch.optim.SGD([a, b], lr=0.003)
for _ in range(15):
    b.grad = None
    loss_a, loss_b = (a - 4).square().sum(), (b - 4).square().sum()
    (loss_a + loss_b).backward()
    optimizer.step()
print(f"not cleared: loss {loss_a:.1f}   cleared: loss {loss_b:.1f}")
