"""One line tells: is .grad the gradient of this loss, and no more?"""

import torch

torch.manual_seed(0)
X, y = torch.randn(64, 5), torch.randn(64)


def train(clear: bool, optimizer=torch.optim.SGD, iterations: int = 4):
    """Return, per iteration, the verdict and the loss."""
    w = torch.zeros(5, requires_grad=True)
    optimizer = optimizer([w], lr=0.1)
    verdicts, losses = [], []
    for _ in range(iterations):
        if clear:
            optimizer.zero_grad()
        loss = (X @ w - y).pow(2).mean()
        loss.backward(retain_graph=True)  # so that the probe can follow
        fresh = torch.allclose(w.grad, *torch.autograd.grad(loss, w))
        optimizer.step()
        verdicts.append(fresh)
        losses.append(round(loss.item(), 2))
    return verdicts, losses


for words, clear in ("with zero_grad()", True), ("forgotten", False):
    verdicts, losses = train(clear)
    print(f"{words:17} loss {losses}")
    print(f"{'':17} fresh {verdicts}")
