"""Rows of an embedding that are not in the batch: do they move?"""

import torch


def moved(make_optimizer, sparse: bool) -> list[float]:
    """Return how far the second iteration moves three rows of the table."""
    torch.manual_seed(0)
    table = torch.nn.Embedding(3, 4, sparse=sparse)
    optimizer = make_optimizer(table.parameters())
    for row in (1, 0):  # one row in each batch; row 2 in none
        optimizer.zero_grad()
        table(torch.tensor([row])).sum().backward()
        before = table.weight.detach().clone()
        optimizer.step()
    return (table.weight - before).norm(dim=1).tolist()


optimizers = {
    "SGD": (lambda ws: torch.optim.SGD(ws, lr=0.1), False),
    "Adam": (lambda ws: torch.optim.Adam(ws, lr=0.1), False),
    "AdamW": (lambda ws: torch.optim.AdamW(ws, lr=0.1), False),
    "SparseAdam": (lambda ws: torch.optim.SparseAdam(ws, lr=0.1), True),
}
print("in the batch  now  before   never")
for name, (make_optimizer, sparse) in optimizers.items():
    now, before, never = moved(make_optimizer, sparse)
    print(f"{name:11}{now:6.3f}{before:7.3f}{never:8.3f}")
