"""The same tensor twice in one group: a warning, not an error."""

import warnings

import torch

w = torch.zeros(1, requires_grad=True)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    optimizer = torch.optim.SGD([w, w], lr=1.0)
w.sum().backward()
optimizer.step()

print(str(caught[0].message).partition(";")[0])
print("one step moves w by", -w.item())
