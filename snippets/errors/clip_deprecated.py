"""A warning: clip_grad_norm without its underscore is deprecated."""

import warnings

import torch

model = torch.nn.Linear(3, 1)
parameters = list(model.parameters())
model(torch.ones(1, 3)).sum().backward()

# region right
norm = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
# endregion
print(f"clip_grad_norm_: {norm:.0f}")

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    # region wrong
    norm = torch.nn.utils.clip_grad_norm(parameters, 1.0)
    # endregion
print(f"clip_grad_norm:  {norm:.0f}, clipped before")
print(caught[0].message)
