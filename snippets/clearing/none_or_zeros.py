"""What zero_grad() leaves in .grad: None, or zeros if you ask for them."""

import torch

# region setup
w = torch.tensor([1.0, 2.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
seen = {}

# endregion
# region clear
optimizer.zero_grad(set_to_none=False)
seen["set_to_none=False, at first"] = w.grad
(3 * w).sum().backward()
seen["after backward()"] = w.grad.tolist()
optimizer.zero_grad(set_to_none=False)
seen["set_to_none=False"] = w.grad.tolist()
optimizer.zero_grad()
seen["zero_grad(), the default"] = w.grad
# endregion

for event, grad in seen.items():
    print(f"{event:28}{grad}")
