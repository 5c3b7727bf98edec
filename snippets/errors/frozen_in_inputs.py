"""Raises RuntimeError: backward(inputs=…) names a frozen bias."""

import torch

model = torch.nn.Linear(2, 1)
model.bias.requires_grad_(False)
trainable = [p for p in model.parameters() if p.requires_grad]
model(torch.ones(1, 2)).sum().backward(inputs=trainable)
print("trainable parameters:", [p.grad.tolist() for p in trainable])

model(torch.ones(1, 2)).sum().backward(inputs=list(model.parameters()))
