"""A warning: clip_grad_norm without its underscore is deprecated."""

import warnings

import torch

model = torch.nn.Linear(3, 1)
for name in ("clip_grad_norm_", "clip_grad_norm"):
    model.zero_grad()
    model(torch.ones(1, 3)).sum().backward()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        norm = getattr(torch.nn.utils, name)(model.parameters(), 1.0)
    print(f"{name}: {norm:.0f}")
    for warning in caught:
        print(warning.message)
