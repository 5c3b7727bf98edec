"""Three micro-batches, and a log of the gradient after each."""

import torch

w = torch.tensor(1.0, requires_grad=True)
log = []

for x in (1.0, 2.0, 3.0):
    (x * w).backward()
    log.append(w.grad)

print([gradient.item() for gradient in log])
