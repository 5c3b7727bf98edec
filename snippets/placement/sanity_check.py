"""One backward() before the loop, to see whether the model runs."""

import torch

w = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
used = []

(1.0 * w).backward()  # it runs, so on to training

for _ in range(3):
    loss = 1.0 * w  # its gradient is 1 in every iteration
    loss.backward()
    used.append(w.grad.item())
    optimizer.step()
    optimizer.zero_grad()

print("gradients that the steps used:", used)
