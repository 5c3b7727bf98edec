"""A loop without zero_grad(): the best w is 4, and w swings past it."""

import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.5)
for _ in range(6):
    # optimizer.zero_grad() is missing here
    loss = (w - 4).square().sum() / 2
    loss.backward()
    optimizer.step()
    print(f"the step followed {w.grad.item():6.2f}, w is {w.item():6.2f}")
