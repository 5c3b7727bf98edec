"""Gradient descent by hand, one sample at a time, no optimizer."""

import torch

# region setup
torch.manual_seed(0)
data = torch.randn(20, 4)
targets = data @ torch.randn(4, 3) + torch.randn(3)  # a rule to find
W = torch.randn(4, 3, requires_grad=True)
b = torch.randn(3, requires_grad=True)
losses = []

# endregion
# region loop
for _ in range(5):
    for sample, target in zip(data, targets, strict=True):
        W.grad = b.grad = None
        output = sample @ W + b
        loss = ((output - target) ** 2).sum()
        loss.backward()
        with torch.no_grad():  # the update is no part of the model
            W -= 0.02 * W.grad
            b -= 0.02 * b.grad
        losses.append(loss.item())
# endregion

print(f"mean loss, first epoch  {sum(losses[:20]) / 20:.2f}")
print(f"mean loss, last epoch   {sum(losses[-20:]) / 20:.2f}")
