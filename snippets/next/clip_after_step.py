"""Clipping at norm 1, and yet the steps are as long as the gradients."""

import torch
from torch.nn.utils import clip_grad_norm_

# region setup
x = torch.tensor([3.0, 4.0])
w = torch.zeros(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
norms, lengths = [], []
# endregion
# region loop
for scale in (1, 10, 100):
    optimizer.zero_grad()
    loss = scale * w @ x
    loss.backward()
    before = w.detach().clone()
    optimizer.step()
    norm = clip_grad_norm_([w], max_norm=1.0)
    norms.append(round(norm.item(), 1))
    lengths.append(round((w.detach() - before).norm().item(), 1))
# endregion

print("gradient norms, as logged", norms)
print("lengths of the steps     ", lengths)
