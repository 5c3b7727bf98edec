"""Raises RuntimeError: torch.autograd.grad is asked for a frozen bias."""

import torch

model, x = torch.nn.Linear(2, 1), torch.ones(1, 2)
model.bias.requires_grad_(False)

# region right
asked = [p for p in model.parameters() if p.requires_grad]
gradients = torch.autograd.grad(model(x).sum(), asked)
# endregion
print("trainable parameters:", [g.tolist() for g in gradients])

# region wrong
asked = list(model.parameters())
gradients = torch.autograd.grad(model(x).sum(), asked)
# endregion
