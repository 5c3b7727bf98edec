"""A look into .grad before backward(), in a loop that never clears."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for iteration in range(3):
    stale = [p for p in model.parameters() if p.grad is not None]
    print(iteration, sum(p.grad.any().item() for p in stale), "stale")
    model(torch.ones(2, 3)).square().mean().backward()
    optimizer.step()
