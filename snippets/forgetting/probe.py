"""One line before backward() tells: is .grad clear?"""

import torch

# region setup
torch.manual_seed(0)
X, y = torch.randn(64, 5), torch.randn(64, 1)


def train(clear):
    """Return, per iteration, what .grad holds already, and the loss."""
    torch.manual_seed(0)
    model = torch.nn.Linear(5, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    found, losses = [], []
    # endregion
    # region loop
    for _ in range(4):
        if clear:
            optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(X), y)
        grads = [p.grad for p in model.parameters()]
        stale = any(g is not None and g.any() for g in grads)  # the line
        loss.backward()
        optimizer.step()
        found.append(bool(stale))
        losses.append(round(loss.item(), 2))
    # endregion
    return found, losses


for words, clear in ("with zero_grad()", True), ("forgotten", False):
    found, losses = train(clear)
    print(f"{words:17} loss  {losses}")
    print(f"{'':17} stale {found}")
