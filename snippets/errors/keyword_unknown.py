"""Raises TypeError: an optimizer whose zero_grad() takes no argument."""

import torch


class Wrapped(torch.optim.SGD):
    """An optimizer written for PyTorch before 1.7."""

    def zero_grad(self):
        super().zero_grad()


w = torch.ones(2, requires_grad=True)
optimizer = Wrapped([w], lr=0.1)
w.sum().backward()

# region right
optimizer.zero_grad()
# endregion
print("cleared:", w.grad)

# region wrong
optimizer.zero_grad(set_to_none=False)
# endregion
