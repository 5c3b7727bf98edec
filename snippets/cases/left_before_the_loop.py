"""A comparison before the loop leaves its gradient for the first step."""

import torch

torch.manual_seed(0)
X, y = torch.randn(64, 3), torch.randn(64, 1)


def first_step(fixed):
    """Check the model once, then train; return the gradient of step 1."""
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

    check = torch.nn.functional.mse_loss(model(X), y)
    check.backward()  # printed, compared with another implementation
    if fixed:
        optimizer.zero_grad()

    used = []
    for _ in range(3):
        torch.nn.functional.mse_loss(model(X), y).backward()
        used.append(model.weight.grad.norm().item())
        optimizer.step()
        optimizer.zero_grad()
    return used


print("length of the gradient in   step 1  step 2  step 3")
for name, fixed in (("as found", False), ("repaired", True)):
    used = first_step(fixed)
    print(f"{name:26}", *(f"{length:7.2f}" for length in used))
