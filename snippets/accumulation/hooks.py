"""One hook sees what each backward() adds, another sees the sum."""

import torch

# region hooks
w = torch.tensor(1.0, requires_grad=True)
fresh, total = [], []
w.register_hook(lambda gradient: fresh.append(gradient.item()))
w.register_post_accumulate_grad_hook(lambda w: total.append(w.grad.item()))

for x in (2.0, 3.0, 4.0):
    (x * w).backward()
# endregion

print("register_hook                     ", fresh)
print("register_post_accumulate_grad_hook", total)
