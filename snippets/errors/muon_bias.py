"""Raises ValueError: Muon is for matrices; a bias is a vector."""

import torch

model = torch.nn.Linear(3, 2)
matrices = [p for p in model.parameters() if p.ndim == 2]
others = [p for p in model.parameters() if p.ndim != 2]

torch.optim.Muon(matrices)
torch.optim.AdamW(others)
print("matrices:", len(matrices), "others:", len(others))

torch.optim.Muon(model.parameters())
