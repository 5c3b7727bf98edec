"""Raises RuntimeError: AdamW on a bfloat16 weight with a float32 .grad."""

import torch

w = torch.ones(1, dtype=torch.bfloat16, requires_grad=True)
w.grad_dtype = torch.float32
w.sum().backward()

# region right
torch.optim.SGD([w], lr=0.1).step()
# endregion
print("SGD:", w.grad.dtype, "on", w.dtype)

# region wrong
torch.optim.AdamW([w], lr=0.1).step()
# endregion
