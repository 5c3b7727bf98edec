"""A loop that clears what can be trained, and a frozen layer that moves."""

import torch

# region setup
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Linear(3, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, moved = torch.randn(8, 3), []

# endregion
# region loop
for _ in range(4):
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.grad = None
    model(x).square().mean().backward()
    before = model[0].weight.detach().clone()
    optimizer.step()
    moved.append(round((model[0].weight - before).norm().item(), 3))
    model[0].requires_grad_(False)  # frozen from the first step on
# endregion

print(moved)
