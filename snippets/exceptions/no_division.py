"""Four micro-batches without the division: which optimizers notice?"""

import torch
from torch.nn.functional import mse_loss
from torch.nn.utils import clip_grad_norm_

torch.manual_seed(0)
X = torch.randn(64, 8)
y = X.sin().sum(1, keepdim=True)


def train(kind: str, divide: bool, clip: bool = False, **options):
    """Return the weights after 50 steps."""
    torch.manual_seed(1)
    model = torch.nn.Linear(8, 1)
    make = getattr(torch.optim, kind)
    optimizer = make(model.parameters(), lr=0.01, **options)
    for _ in range(50):
        for rows in torch.arange(64).chunk(4):
            loss = mse_loss(model(X[rows]), y[rows])
            (loss / 4 if divide else loss).backward()
        if clip:
            clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    return model.weight.detach()


cases = {
    "SGD": ("SGD", {}),
    "Adam": ("Adam", {}),
    "AdamW": ("AdamW", {}),
    "Adam, weight_decay=0.1": ("Adam", {"weight_decay": 0.1}),
    "Adam, clipped to 1": ("Adam", {"clip": True}),
    "Adam, eps=1": ("Adam", {"eps": 1.0}),
}
errors = {}
for name, (kind, options) in cases.items():
    right = train(kind, True, **options)
    difference = train(kind, False, **options) - right
    errors[name] = (difference.norm() / right.norm()).item()

print("relative difference of the weights")
for name, error in errors.items():
    print(f"{name:24}{error:.3f}")
