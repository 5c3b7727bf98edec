"""Code that reads .grad asks first whether there is one."""

import torch

# region setup
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Linear(3, 1))
model[0].requires_grad_(False)  # it will never have a gradient


# endregion
# region norm
def gradient_norm(parameters) -> float:
    """Return the norm of all gradients there are, 0 if there are none."""
    grads = [p.grad for p in parameters if p.grad is not None]
    return float(sum(g.square().sum() for g in grads)) ** 0.5


# endregion
model(torch.ones(2, 3)).sum().backward()
filled = gradient_norm(model.parameters())
model.zero_grad()
cleared = gradient_norm(model.parameters())

print(f"after backward()   {filled:.2f}")
print(f"after zero_grad()  {cleared:.2f}")
