"""Raises RuntimeError: a part of a parameter, changed under autograd."""

import torch

embedding = torch.nn.Embedding(4, 2)

with torch.no_grad():
    embedding.weight[0] = 0
print("row 0", embedding.weight[0].tolist())

embedding.weight[0] = 0
