"""Raises RuntimeError: torch.autograd.grad is asked for a frozen bias."""

import torch

model = torch.nn.Linear(2, 1)
model.bias.requires_grad_(False)
trainable = [p for p in model.parameters() if p.requires_grad]
gradients = torch.autograd.grad(model(torch.ones(1, 2)).sum(), trainable)
print("trainable parameters:", [g.tolist() for g in gradients])

parameters = list(model.parameters())
torch.autograd.grad(model(torch.ones(1, 2)).sum(), parameters)
