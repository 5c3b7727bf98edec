"""Validation without backward() leaves .grad as it was."""

import torch

model = torch.nn.Linear(2, 1)
model(torch.ones(3, 2)).sum().backward()
before = model.weight.grad.clone()
model.eval()
with torch.no_grad():  # records nothing: this is what saves memory
    model(torch.ones(9, 2)).sum()
model.train()
print(".grad as it was:", model.weight.grad.equal(before))
