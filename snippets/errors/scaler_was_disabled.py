"""Raises RuntimeError: the checkpoint is of a disabled GradScaler."""

import torch

saved = torch.amp.GradScaler("cpu", enabled=False).state_dict()
scaler = torch.amp.GradScaler("cpu")
# region right
if saved:
    scaler.load_state_dict(saved)
# endregion
print("nothing was saved:", saved, "so the scale is", scaler.get_scale())

# region wrong
scaler.load_state_dict(saved)
# endregion
