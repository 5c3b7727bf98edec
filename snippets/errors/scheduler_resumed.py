"""Raises KeyError: a schedule goes on with an optimizer that is new."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1)
optimizer.step()
scheduler.step()
saved = scheduler.state_dict(), optimizer.state_dict()

optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1)
# region right
scheduler.load_state_dict(saved[0])
optimizer.load_state_dict(saved[1])
# endregion
print(f"rate after loading both: {optimizer.param_groups[0]['lr']:.2f}")

optimizer = torch.optim.SGD([w], lr=0.1)
# region wrong
torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, last_epoch=1)
# endregion
