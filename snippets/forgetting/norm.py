"""A falling loss and the gradient's norm: which loop has the bug?"""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

digits = load_digits()
X = torch.tensor(digits.data, dtype=torch.float32) / 16
y = torch.tensor(digits.target)


def train(clear: bool, lr: float, seed: int = 0, epochs: int = 10):
    """Return (loss, norm of all gradients in step()), means per epoch."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32, bias=False),
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10, bias=False),
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        epoch = []
        for batch in torch.randperm(1797).split(100):
            if clear:
                optimizer.zero_grad()
            loss = cross_entropy(model(X[batch]), y[batch])
            loss.backward()
            optimizer.step()
            squares = [w.grad.square().sum() for w in model.parameters()]
            norm = sum(squares) ** 0.5
            epoch.append((loss.item(), norm.item()))
        history.append(torch.tensor(epoch).mean(0).tolist())
    return history


first, second = train(True, lr=0.1), train(False, lr=0.01)
print("            loop A           loop B")
print("epoch   loss    norm     loss    norm")
for epoch in (1, 2, 4, 6, 8, 10):
    a, b = first[epoch - 1], second[epoch - 1]
    print(f"{epoch:5}{a[0]:7.2f}{a[1]:8.2f}{b[0]:9.2f}{b[1]:8.1f}")
