"""Raises RuntimeError: a part of a parameter, changed under autograd."""

import torch

embedding = torch.nn.Embedding(4, 2)

# region right
with torch.no_grad():
    embedding.weight[0] = 0
# endregion
print("row 0", embedding.weight[0].tolist())

# region wrong
embedding.weight[0] = 0
# endregion
