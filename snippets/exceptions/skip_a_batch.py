"""A micro-batch whose loss is nan is left out of its window."""

# region setup
import torch

w = torch.zeros(1, requires_grad=True)
window = torch.tensor([[2.0], [2.0], [float("nan")], [2.0]])

# endregion
# region loop
for x in window:
    loss = (w * x).mean() / len(window)
    if loss.isnan():
        continue
    loss.backward()

# endregion
print("gradient of the window", w.grad.item())
