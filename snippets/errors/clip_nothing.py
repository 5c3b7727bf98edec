"""A warning: the parameters were walked through before the clipping."""

import warnings

import torch

for keep in (list, iter):
    model = torch.nn.Linear(3, 1)
    (1000 * model(torch.ones(1, 3))).sum().backward()
    parameters = keep(model.parameters())
    numbers = sum(p.numel() for p in parameters)  # for the log
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        norm = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    left = sum(p.grad.square().sum() for p in model.parameters()) ** 0.5
    print(f"{numbers} numbers; norm {norm:.0f} reported, {left:.0f} left")
    for warning in caught:
        print(warning.message)
