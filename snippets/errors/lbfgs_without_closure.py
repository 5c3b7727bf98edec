"""Raises TypeError: L-BFGS has to compute the loss again and again."""

import torch

w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.LBFGS([w])


# region right
def closure():
    optimizer.zero_grad()
    loss = w.square().sum()
    loss.backward()
    return loss


optimizer.step(closure)
# endregion
print("minimum found:", torch.allclose(w, torch.zeros(2), atol=1e-4))

# region wrong
w.square().sum().backward()
optimizer.step()
# endregion
