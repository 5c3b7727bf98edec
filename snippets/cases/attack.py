"""An attack on the input, whose gradient nobody clears."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

pixels, labels = load_digits(return_X_y=True)
X = torch.tensor(pixels, dtype=torch.float32) / 16
y = torch.tensor(labels)


def classifier(seed=0):
    """Return a network that has learned the digits."""
    torch.manual_seed(seed)
    hidden, top = torch.nn.Linear(64, 32), torch.nn.Linear(32, 10)
    model = torch.nn.Sequential(hidden, torch.nn.Tanh(), top)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(100):
        optimizer.zero_grad()
        cross_entropy(model(X), y).backward()
        optimizer.step()
    return model


def climb(patch):
    """Move the patch along the sign of its gradient, within 0.1."""
    with torch.no_grad():
        patch += 0.02 * patch.grad.sign()
        patch.clamp_(-0.1, 0.1)


def as_found(model, steps=20):
    """Return the mean loss under attack."""
    patch = torch.zeros(64, requires_grad=True)  # one for all images
    for _ in range(steps):
        # region wrong
        loss = cross_entropy(model(X + patch), y)
        loss.backward()
        climb(patch)
        # endregion
    return cross_entropy(model(X + patch), y).item()


def repaired(model, steps=20):
    """Return the mean loss under attack."""
    patch = torch.zeros(64, requires_grad=True)
    for _ in range(steps):
        # region right
        loss = cross_entropy(model(X + patch), y)
        patch.grad = None
        loss.backward()
        climb(patch)
        # endregion
    return cross_entropy(model(X + patch), y).item()


model = classifier()
print(f"as found   loss under attack {as_found(model):.1f}")
print(f"repaired   loss under attack {repaired(model):.1f}")
