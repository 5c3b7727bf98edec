"""Raises RuntimeError: the moments that were loaded have another shape."""

import torch

narrow, wide = (torch.ones(n, requires_grad=True) for n in (2, 3))
(narrow.sum() + wide.sum()).backward()
optimizer = torch.optim.Adam([narrow])
optimizer.step()
saved = optimizer.state_dict()

# region right
optimizer = torch.optim.Adam([wide])  # begins with moments of its own
optimizer.step()
# endregion
print("a new state: step", optimizer.state[wide]["step"].item())

# region wrong
optimizer = torch.optim.Adam([wide])
optimizer.load_state_dict(saved)
optimizer.step()
# endregion
