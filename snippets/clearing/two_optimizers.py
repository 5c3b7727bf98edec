"""A parameter in two optimizers: one zero_grad() disarms the other."""

import torch

# region setup
w = torch.tensor(1.0, requires_grad=True)
first = torch.optim.SGD([w], lr=0.25)
second = torch.optim.SGD([w], lr=0.25)
history = {"at first": w.item()}

# endregion
# region turns
(2 * w).backward()
first.step()
first.zero_grad()
history["after first.step()"] = w.item()
second.step()  # finds None, moves nothing, says nothing
second.zero_grad()
# endregion
history["after second.step()"] = w.item()

for event, value in history.items():
    print(f"{event:20} w = {value}")
