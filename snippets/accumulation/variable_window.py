"""Only the loop knows which backward() is the last before a step."""

import torch

# region setup
torch.manual_seed(0)
w = torch.zeros(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
windows, window = [], []

# endregion
# region loop
for samples in (3, 1, 4, 1, 5, 9, 2, 6):  # they arrive in groups
    X = torch.randn(samples, 3)
    (X @ w - X.sum(1)).pow(2).sum().backward()
    window.append(samples)
    if sum(window) >= 8:  # enough samples for a step
        w.grad /= sum(window)  # from a sum over samples to a mean
        optimizer.step()
        optimizer.zero_grad()
        windows.append(window)
        window = []
# endregion

print("samples in each backward(), by step:", windows)
print("w, on its way to 1:", [round(value, 2) for value in w.tolist()])
