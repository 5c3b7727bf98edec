"""Raises RuntimeError: backward(inputs=…) names a frozen bias."""

import torch

model, x = torch.nn.Linear(2, 1), torch.ones(1, 2)
model.bias.requires_grad_(False)

# region right
named = [p for p in model.parameters() if p.requires_grad]
model(x).sum().backward(inputs=named)
# endregion
print("trainable parameters:", [p.grad.tolist() for p in named])

# region wrong
named = list(model.parameters())
model(x).sum().backward(inputs=named)
# endregion
