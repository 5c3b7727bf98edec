"""Read the gradient before you clear it: the same norm, or nothing."""

import torch
from torch.nn.utils import get_total_norm

torch.manual_seed(0)
x = torch.randn(64, 4)
y = x.sin().sum(1, keepdim=True)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def gradient_norm() -> float:
    """Return the length of all gradients together; 0 if there are none."""
    gradients = [w.grad for w in model.parameters() if w.grad is not None]
    return get_total_norm(gradients).item()


after_backward, after_step, after_clearing = [], [], []
for _ in range(5):
    loss = (model(x) - y).square().mean()
    loss.backward()
    after_backward.append(round(gradient_norm(), 2))
    optimizer.step()
    after_step.append(round(gradient_norm(), 2))
    optimizer.zero_grad()
    after_clearing.append(round(gradient_norm(), 2))

print("after backward() ", after_backward)
print("after step()     ", after_step)
print("after zero_grad()", after_clearing)
