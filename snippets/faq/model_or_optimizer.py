"""An optimizer for one of two layers: which call clears what?"""

import torch

model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 1))
optimizer = torch.optim.SGD(model[1].parameters(), lr=0.1)
for owner in (optimizer, model):
    model(torch.ones(3, 2)).sum().backward()
    owner.zero_grad()
    cleared = [layer.bias.grad is None for layer in model]
    print(f"{type(owner).__name__:11}{cleared}")
