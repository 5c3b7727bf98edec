"""After clearing, code that reads .grad asks whether there is one."""

import torch

model = torch.nn.Linear(2, 1)
model(torch.ones(1, 2)).sum().backward()
for _ in range(2):
    grads = [p.grad for p in model.parameters() if p.grad is not None]
    norm = torch.nn.utils.get_total_norm(grads)
    print(f"{len(grads)} gradients, norm {norm:.2f}")
    model.zero_grad()
