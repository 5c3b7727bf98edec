"""Raises RuntimeError: a .grad on another device than its weight."""

import torch

w = torch.ones(2, device="meta", requires_grad=True)
gradient = torch.ones(2)  # on the CPU
# region right
w.grad = gradient.to(w.device)
# endregion
print("converted:", w.grad.device)

# region wrong
w.grad = gradient
# endregion
