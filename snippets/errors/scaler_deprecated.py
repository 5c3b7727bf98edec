"""Two warnings: an old spelling, and a scaler that switches itself off."""

import warnings

import torch

for make in (
    lambda: torch.amp.GradScaler("cpu"),
    lambda: torch.amp.GradScaler("cuda", enabled=torch.cuda.is_available()),
    lambda: torch.cuda.amp.GradScaler(),
):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print("enabled:", make().is_enabled())
    for warning in caught:
        print(warning.message)
