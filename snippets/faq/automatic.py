"""A hook that clears after each step."""

import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.2)
optimizer.register_step_post_hook(lambda o, *_: o.zero_grad())
for _ in range(20):
    (w - 4).square().sum().backward()
    optimizer.step()
print(f"w {w.item():.2f}, .grad {w.grad}")
