"""A look at the gradient in the middle of a scaled window."""

# region setup
import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scaler = torch.amp.GradScaler("cpu", init_scale=8.0)

# endregion
# region loop
for i in range(2):  # two micro-batches, the gradient of each is 1
    scaler.scale(w.sum()).backward()
    if i == 0:
        scaler.unscale_(optimizer)  # to look at the norm

# endregion
print("gradient of the window", w.grad.item())
