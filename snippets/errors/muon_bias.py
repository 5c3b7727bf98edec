"""Raises ValueError: Muon is for matrices; a bias is a vector."""

import torch

model = torch.nn.Linear(3, 2)
matrices = [p for p in model.parameters() if p.ndim == 2]
others = [p for p in model.parameters() if p.ndim != 2]

# region right
torch.optim.Muon(matrices)
torch.optim.AdamW(others)
# endregion
print("matrices:", len(matrices), "others:", len(others))

# region wrong
torch.optim.Muon(model.parameters())
# endregion
