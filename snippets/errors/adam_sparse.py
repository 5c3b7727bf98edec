"""Raises RuntimeError: Adam on an embedding with sparse gradients."""

import torch

embedding = torch.nn.Embedding(4, 2, sparse=True)
embedding(torch.tensor([1])).sum().backward()

torch.optim.SparseAdam(embedding.parameters()).step()
print("SparseAdam stepped")

torch.optim.Adam(embedding.parameters()).step()
