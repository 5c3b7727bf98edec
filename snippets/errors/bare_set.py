"""A bare set of parameters: an optimizer takes it, in any order."""

import warnings

import torch

model = torch.nn.Linear(3, 1)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    # region wrong
    optimizer = torch.optim.SGD(set(model.parameters()), lr=0.1)
    # endregion
print(len(optimizer.param_groups[0]["params"]), "parameters taken")

# region right
unique = list(dict.fromkeys(model.parameters()))
optimizer = torch.optim.SGD(unique, lr=0.1)
# endregion
for warning in caught:
    print(f"{warning.category.__name__}: {warning.message}")
