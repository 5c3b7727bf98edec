"""Two losses in turn, with a step after each."""

import torch

w = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.5)

((w - 1) ** 2 / 2).backward()  # gradient -1
optimizer.step()
after_first = w.item()
((w - 2) ** 2 / 2).backward()  # gradient -1.5
optimizer.step()

print("after the first step ", after_first)
print("after the second step", w.item())
