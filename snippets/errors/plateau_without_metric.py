"""Raises TypeError: this schedule wants to know the loss."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=0)
for validation_loss in (1.0, 1.0):
    optimizer.step()
    # region right
    schedule.step(validation_loss)
    # endregion
print(f"the loss stands still: lr {schedule.get_last_lr()[0]:.2f}")

# region wrong
schedule.step()
# endregion
