"""A warning: a .grad with strides of its own."""

import warnings

import torch

w = torch.nn.Parameter(torch.ones(3, 4))

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    # region wrong
    w.grad = torch.zeros(4, 3).t()  # column by column
    w.sum().backward()
    # endregion
print(str(caught[0].message).partition(" This is not")[0])

# region right
w.grad = None  # the next one has the strides of w
w.sum().backward()
# endregion
print("strides:", w.grad.stride(), w.stride())
