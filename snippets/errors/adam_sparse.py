"""Raises RuntimeError: Adam on an embedding with sparse gradients."""

import torch

embedding = torch.nn.Embedding(4, 2, sparse=True)
embedding(torch.tensor([1])).sum().backward()

# region right
torch.optim.SparseAdam(embedding.parameters()).step()
# endregion
print("SparseAdam stepped")

# region wrong
torch.optim.Adam(embedding.parameters()).step()
# endregion
