"""A warning: the parameters were walked through before the clipping."""

import warnings

import torch
from torch.nn.utils import clip_grad_norm_

model = torch.nn.Linear(3, 1)
(1000 * model(torch.ones(1, 3))).sum().backward()

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    # region wrong
    parameters = model.parameters()
    numbers = sum(p.numel() for p in parameters)  # for the log
    norm = clip_grad_norm_(parameters, 1.0)
    # endregion
print(f"generator: norm {norm:.0f}, {model.bias.grad.item():.0f} left")
print(caught[0].message)

# region right
parameters = list(model.parameters())
numbers = sum(p.numel() for p in parameters)  # for the log
norm = clip_grad_norm_(parameters, 1.0)
# endregion
print(f"list: norm {norm:.0f}, {model.bias.grad.item():.1f} left")
