"""A window of two micro-batches, clipped to length 1 before its step."""

import torch

w = torch.zeros(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
for x in torch.tensor([[6.0, 0.0], [0.0, 8.0]]):
    (w @ x).backward()
norm = torch.nn.utils.clip_grad_norm_([w], 1.0)
optimizer.step()
optimizer.zero_grad()
print(f"norm of the window {norm:.0f}, w", w.detach(), ".grad", w.grad)
