"""Raises ValueError: saved with one group, loaded into two."""

import torch

head, body = (torch.ones(2, requires_grad=True) for _ in range(2))
saved = torch.optim.SGD([head], lr=0.1).state_dict()

# region right
optimizer = torch.optim.SGD([head], lr=0.2)
optimizer.load_state_dict(saved)
optimizer.add_param_group({"params": [body]})
# endregion
print("groups:", len(optimizer.param_groups))

# region wrong
groups = [{"params": [head]}, {"params": [body]}]
optimizer = torch.optim.SGD(groups, lr=0.2)
optimizer.load_state_dict(saved)
# endregion
