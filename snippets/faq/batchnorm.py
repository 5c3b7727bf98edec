"""The gradient of 8 rows at once, and in two micro-batches of 4."""

import torch

torch.manual_seed(0)
x, y = torch.randn(8, 2), torch.randn(8, 1)
for norm in (torch.nn.BatchNorm1d(2), torch.nn.LayerNorm(2)):
    model, found = torch.nn.Sequential(norm, torch.nn.Linear(2, 1)), []
    for N in (1, 2):
        model.zero_grad()
        for rows, targets in zip(x.chunk(N), y.chunk(N), strict=True):
            ((model(rows) - targets).square().mean() / N).backward()
        found.append(model[1].weight.grad)
    print(type(norm).__name__, "equal:", torch.allclose(*found))
