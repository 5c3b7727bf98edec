"""Raises RuntimeError: the checkpoint is of a disabled GradScaler."""

import torch

saved = torch.amp.GradScaler("cpu", enabled=False).state_dict()
scaler = torch.amp.GradScaler("cpu")
if saved:
    scaler.load_state_dict(saved)
print("nothing was saved:", saved, "so the scale is", scaler.get_scale())

scaler.load_state_dict(saved)
