"""Four iterations on one weight: with zero_grad(), then without it."""

import torch

# region setup
x, y = 1.0, 4.0


def train(clear: bool, iterations: int = 4) -> list[tuple[float, float]]:
    """Return (w.grad, w) at the end of every iteration."""
    w = torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.5)
    history = []
    # endregion
    # region loop
    for _ in range(iterations):
        if clear:
            optimizer.zero_grad()
        prediction = w * x
        loss = (prediction - y) ** 2 / 2
        loss.backward()
        optimizer.step()
        history.append((w.grad.item(), w.item()))
    # endregion
    return history


print("           zero_grad()       forgotten")
print("iteration  w.grad     w    w.grad     w")
for i, (a, b) in enumerate(zip(train(True), train(False), strict=True), 1):
    print(f"{i:9}{a[0]:8.2f}{a[1]:6.2f}{b[0]:10.2f}{b[1]:6.2f}")
