"""Raises RuntimeError: a hook on .grad where no .grad will be."""

import torch

w = torch.ones(2, requires_grad=True)
double, seen = 2 * w, []
# region right
double.register_hook(lambda gradient: seen.append(gradient.tolist()))
# endregion
double.sum().backward()
print("register_hook:", seen)

# region wrong
(2 * w).register_post_accumulate_grad_hook(print)
# endregion
