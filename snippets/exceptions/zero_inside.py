"""Four micro-batches, and one step for all of them."""

# region setup
import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
N, used = 4, []

# endregion
# region loop
for i, x in enumerate((1.0, 2.0, 3.0, 4.0)):
    optimizer.zero_grad()
    (w * x / N).backward()
    if (i + 1) % N == 0:
        used.append(w.grad.item())
        optimizer.step()

# endregion
print("the step uses", used[0])
print("the mean is  ", (1.0 + 2.0 + 3.0 + 4.0) / N)
