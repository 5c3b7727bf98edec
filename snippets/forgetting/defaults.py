"""Every optimizer at its own default rate: who gives the bug away?"""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(1797)
X = torch.tensor(digits.data, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]
seen, held_out = slice(0, 1400), slice(1400, 1797)


def train(optimizer, clear: bool, seed: int = 0, epochs: int = 10) -> float:
    """Return the accuracy on held-out digits after the last epoch."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32, bias=False),  # Muon takes 2-D weights only
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10, bias=False),
    )
    optimizer = optimizer(model.parameters())
    for _ in range(epochs):
        for batch in torch.randperm(1400).split(100):
            if clear:
                optimizer.zero_grad()
            cross_entropy(model(X[seen][batch]), y[seen][batch]).backward()
            optimizer.step()
    with torch.no_grad():
        right = model(X[held_out]).argmax(1) == y[held_out]
    return right.float().mean().item()


names = "SGD Adam AdamW NAdam RMSprop Adagrad Adadelta Adafactor Rprop"
print("            zero_grad()   forgotten")
for name in names.split():
    optimizer = getattr(torch.optim, name)
    cleared, forgotten = train(optimizer, True), train(optimizer, False)
    print(f"{name:10}{cleared:13.2f}{forgotten:12.2f}")
