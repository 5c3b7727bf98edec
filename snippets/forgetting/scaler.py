"""A GradScaler hides the forgotten call, until a step overflows."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(1797)
X = torch.tensor(digits.data, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]
seen, held_out = slice(0, 1400), slice(1400, 1797)


def train(make, clear, scaled=True, seed=0, grow_every=2000, epochs=10):
    """Return held-out accuracy, the steps made, and the final scale."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32, bias=False),
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10, bias=False),
    )
    optimizer = make(model.parameters())
    growth = {"growth_interval": grow_every}  # of a scale of 65536
    scaler = torch.amp.GradScaler("cpu", enabled=scaled, **growth)
    made = []
    optimizer.register_step_post_hook(lambda *_: made.append(1))
    for _ in range(epochs):
        for batch in torch.randperm(1400).split(100):
            if clear:
                optimizer.zero_grad()
            with torch.autocast("cpu", torch.float16, enabled=scaled):
                loss = cross_entropy(model(X[seen][batch]), y[seen][batch])
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
    with torch.no_grad():
        right = model(X[held_out]).argmax(1) == y[held_out]
    return right.float().mean().item(), len(made), scaler.get_scale()


def sgd(weights):
    """Return SGD with the learning rate of this page."""
    return torch.optim.SGD(weights, lr=0.01)


print("140 iterations        zero_grad()   right   steps     scale")
for name, options in (
    ("no scaler", {"scaled": False}),
    ("scaler", {}),
    ("scaler, grows often", {"grow_every": 10}),
):
    for clear in (True, False):
        right, made, scale = train(sgd, clear, **options)
        row = f"{clear!s:>11}{right:8.2f}{made:8}{scale:10.0f}"
        print(f"{name if clear else '':22}{row}")
