"""zero_grad() twice in an iteration, and once before the first one."""

import torch

torch.manual_seed(0)
X, y = torch.randn(64, 3), torch.randn(64, 1)


def train(before, top, end):
    """Return the weights after ten steps that clear where they are told."""
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(before):
        optimizer.zero_grad()
    for _ in range(10):
        for _ in range(top):
            optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(X), y).backward()
        optimizer.step()
        for _ in range(end):
            optimizer.zero_grad()
    return model.weight


once = train(before=0, top=1, end=0)
for name, where in (
    ("at the top and at the end", (0, 1, 1)),
    ("at the end, and once before the loop", (1, 0, 1)),
    ("at the end only", (0, 0, 1)),
    ("three times everywhere", (3, 3, 3)),
):
    print(f"{name:37} same weights: {torch.equal(train(*where), once)}")
