"""A warning, and None: .grad stays with the leaf tensors."""

import warnings

import torch

w = torch.ones(2, requires_grad=True)
hidden = 2 * w
# region right
hidden.retain_grad()
hidden.sum().backward()
# endregion
print("retained:", hidden.grad)

hidden = 2 * w
# region wrong
hidden.sum().backward()
# endregion
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print("not retained:", hidden.grad)
print(str(caught[0].message).partition(" (Triggered")[0])
