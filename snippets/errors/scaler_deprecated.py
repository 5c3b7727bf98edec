"""Two warnings: an old spelling, and a scaler that switches itself off."""

import warnings

import torch

# region right
use_cuda = torch.cuda.is_available()
scaler = torch.amp.GradScaler("cuda", enabled=use_cuda)
# endregion
print("enabled:", scaler.is_enabled())

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    # region wrong
    scaler = torch.cuda.amp.GradScaler()
    # endregion
print("enabled:", scaler.is_enabled())
for warning in caught:
    print(warning.message)
