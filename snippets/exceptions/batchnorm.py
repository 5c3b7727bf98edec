"""BatchNorm looks at a whole micro-batch; other layers look at one row."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def relative_error(layer: nn.Module, N: int, seed: int = 0) -> float:
    """Return how far N micro-batches are from the batch's gradient."""
    torch.manual_seed(seed)
    X, y = torch.randn(64, 6), torch.randint(3, (64,))
    first, last = nn.Linear(6, 16), nn.Linear(16, 3)
    model = nn.Sequential(first, layer, nn.ReLU(), last)

    def gradient(parts):
        model.zero_grad()
        for rows in torch.arange(64).chunk(parts):
            (cross_entropy(model(X[rows]), y[rows]) / parts).backward()
        return torch.cat([p.grad.flatten() for p in model.parameters()])

    batch, accumulated = gradient(1), gradient(N)
    return ((accumulated - batch).norm() / batch.norm()).item()


layers = {
    "BatchNorm1d": lambda: nn.BatchNorm1d(16),
    "BatchNorm1d, eval()": lambda: nn.BatchNorm1d(16).eval(),
    "GroupNorm": lambda: nn.GroupNorm(4, 16),
    "LayerNorm": lambda: nn.LayerNorm(16),
    "RMSNorm": lambda: nn.RMSNorm(16),
}
print("relative error, N =     2     4     8    16    32")
for name, layer in layers.items():
    errors = [relative_error(layer(), N) for N in (2, 4, 8, 16, 32)]
    print(f"{name:20}", *(f"{error:5.2f}" for error in errors))
