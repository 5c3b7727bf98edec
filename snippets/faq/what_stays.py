"""zero_grad() leaves the weight and Adam's moments as they are."""

import torch

w = torch.ones(1, requires_grad=True)
optimizer = torch.optim.Adam([w], lr=0.1)
w.sum().backward()
optimizer.step()
optimizer.zero_grad()
print(".grad", w.grad, "- w", round(w.item(), 2))
print({k: round(v.item(), 3) for k, v in optimizer.state[w].items()})
