"""A sparse gradient grows by entries; zeroing it leaves none."""

import torch

table = torch.nn.Embedding(10, 3, sparse=True)
optimizer = torch.optim.SparseAdam(table.parameters(), lr=0.1)
entries = []

for _ in range(3):  # micro-batches
    table(torch.tensor([1, 1, 2])).sum().backward()
    entries.append(table.weight.grad._nnz())
rows = table.weight.grad.coalesce()  # one entry a row
optimizer.zero_grad(set_to_none=False)

print("entries, by micro-batch ", entries)
print("rows                    ", rows.indices()[0].tolist())
print("sum in each row         ", rows.values()[:, 0].tolist())
print("entries after zeroing   ", table.weight.grad._nnz())
