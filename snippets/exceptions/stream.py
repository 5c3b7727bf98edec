"""A stream has no length: count, and step when it is enough."""

import torch
from torch.nn.functional import mse_loss
from torch.utils.data import DataLoader, IterableDataset


class Stream(IterableDataset):
    """Rows of y = 2x + 1, until the source runs dry."""

    def __iter__(self):
        for _ in range(1000):
            x = torch.rand(1)
            yield x, 2 * x + 1


def step(model, optimizer, count):
    """Divide .grad by what is in it, and step."""
    for p in model.parameters():
        p.grad /= count
    optimizer.step()
    optimizer.zero_grad()


torch.manual_seed(0)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
count, counts = 0, []

for x, y in DataLoader(Stream(), batch_size=48):
    mse_loss(model(x), y, reduction="sum").backward()
    count += y.numel()  # what the mean of mse_loss divides by
    if count >= 192:
        step(model, optimizer, count)
        counts.append(count)
        count = 0
if count:  # what is left when the stream ends
    step(model, optimizer, count)
    counts.append(count)

print("items of each step", counts)
slope, height = model.weight.item(), model.bias.item()
print(f"so far             y = {slope:.2f} x + {height:.2f}")
