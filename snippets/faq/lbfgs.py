"""L-BFGS calls the closure many times in one step; each call clears."""

import torch

w = torch.zeros(2, requires_grad=True)
optimizer = torch.optim.LBFGS([w])
calls = []


def closure():
    optimizer.zero_grad()
    loss = (w - torch.tensor([1.0, 2.0])).pow(4).sum()
    loss.backward()
    calls.append(loss.item())
    return loss


optimizer.step(closure)
print(f"one step, {len(calls)} calls: loss {calls[0]:.0f}, {calls[-1]:.3f}")
