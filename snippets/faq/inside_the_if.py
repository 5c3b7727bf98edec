"""A window of four: cleared inside the if, so that gradients add up."""

import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
N = 4
for i, x in enumerate(torch.arange(1.0, 9.0)):
    (w * x / N).sum().backward()
    if (i + 1) % N == 0:
        optimizer.step()
        print("the step follows", w.grad.item())
        optimizer.zero_grad()
