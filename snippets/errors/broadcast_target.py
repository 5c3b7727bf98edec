"""A warning: the loss compares each of 3 rows with each of 3 targets."""

import warnings

import torch

w = torch.ones(1, requires_grad=True)
x = target = torch.tensor([[0.0], [1.0], [2.0]])  # the loss should be 0

for shape in ((3, 1), (3,)):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        loss = torch.nn.functional.mse_loss(x * w, target.reshape(shape))
    print(f"target of shape {shape}: loss {loss.item():.2f}")
    for warning in caught:
        print(warning.message)
