"""The same fit, one sample at a time, with Adam."""

import torch

torch.manual_seed(0)
data = torch.randn(20, 4)
targets = data @ torch.randn(4, 3) + torch.randn(3)  # a rule to find
W = torch.randn(4, 3, requires_grad=True)
b = torch.randn(3, requires_grad=True)
optimizer = torch.optim.Adam([W, b], lr=0.05)
losses = []

for _ in range(5):
    for sample, target in zip(data, targets, strict=True):
        optimizer.zero_grad()
        output = sample @ W + b
        loss = ((output - target) ** 2).sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

print(f"mean loss, first epoch  {sum(losses[:20]) / 20:.2f}")
print(f"mean loss, last epoch   {sum(losses[-20:]) / 20:.2f}")
