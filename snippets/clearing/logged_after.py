"""A log of gradient norms, and every norm in it is 0."""

import torch

# region setup
torch.manual_seed(0)
model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
log = []

# endregion
# region loop
for _ in range(4):
    loss = model(torch.randn(8, 3)).square().mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    grads = [p.grad for p in model.parameters() if p.grad is not None]
    log.append(float(sum(g.square().sum() for g in grads)) ** 0.5)
# endregion

print(log)
