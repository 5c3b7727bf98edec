"""Windows of four micro-batches; w fits their mean, 4.5, with two steps."""

import torch

w, N = torch.zeros(1, requires_grad=True), 4
optimizer = torch.optim.SGD([w], lr=0.5)
batches = torch.tensor([3.0, 4.0, 5.0, 6.0, 6.0, 5.0, 4.0, 3.0])
for i, x in enumerate(batches):
    loss = (w - x).square().sum() / N
    loss.backward()
    if (i + 1) % N == 0:
        optimizer.step()
        optimizer.zero_grad()
print("w", w.item())
