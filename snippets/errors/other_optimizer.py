"""Raises KeyError: the state of SGD is loaded into Adam."""

import torch

w = torch.ones(2, requires_grad=True)
w.sum().backward()
saved = torch.optim.SGD([w], lr=0.5).state_dict()

# region right
optimizer = torch.optim.SGD([w], lr=0.1)
optimizer.load_state_dict(saved)
# endregion
optimizer.step()
print("the same class: loaded, with lr", optimizer.param_groups[0]["lr"])

# region wrong
optimizer = torch.optim.Adam([w], lr=0.1)
optimizer.load_state_dict(saved)
# endregion
optimizer.step()
