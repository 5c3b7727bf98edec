"""Clipping keeps the forgotten loop alive, and points it elsewhere."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cosine_similarity, cross_entropy

torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(1797)
X = torch.tensor(digits.data, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]
seen, held_out = slice(0, 1400), slice(1400, 1797)


def train(optimizer, clear: bool, clip: float, seed: int = 0, **options):
    """Return held-out accuracy, and how well .grad points along fresh."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32, bias=False),
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10, bias=False),
    )
    weights = list(model.parameters())
    optimizer = optimizer(weights, **options)
    directions = []
    for _ in range(10):
        for batch in torch.randperm(1400).split(100):
            if clear:
                optimizer.zero_grad()
            loss = cross_entropy(model(X[seen][batch]), y[seen][batch])
            fresh = torch.autograd.grad(loss, weights, retain_graph=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, clip)
            optimizer.step()
            used = torch.cat([w.grad.flatten() for w in weights])
            new = torch.cat([g.flatten() for g in fresh])
            directions.append(cosine_similarity(used, new, dim=0))
    with torch.no_grad():
        right = model(X[held_out]).argmax(1) == y[held_out]
    accuracy, along = right.float().mean(), torch.stack(directions).mean()
    return accuracy.item(), along.item()


print("            clip   zero_grad()   forgotten   cosine to fresh")
for optimizer, lr in ((torch.optim.SGD, 0.3), (torch.optim.Adam, 0.01)):
    for clip in (0.1, 0.3, 1.0, 3.0):
        cleared, _ = train(optimizer, True, clip, lr=lr)
        forgotten, cosine = train(optimizer, False, clip, lr=lr)
        row = f"{clip:6}{cleared:14.2f}{forgotten:12.2f}{cosine:16.2f}"
        print(f"{optimizer.__name__:5}{lr:5}{row}")
