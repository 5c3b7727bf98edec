"""A stream has no length; its windows need none."""

from itertools import islice

import torch
from torch.nn.functional import mse_loss
from torch.utils.data import DataLoader, IterableDataset


class Stream(IterableDataset):
    """Rows of y = 2x + 1, until the source runs dry."""

    def __iter__(self):
        for _ in range(1000):
            x = torch.rand(1)
            yield x, 2 * x + 1


torch.manual_seed(0)
loader = DataLoader(Stream(), batch_size=48)
try:
    len(loader)
except TypeError as error:
    print("TypeError:", error)

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
sizes = []

batches = iter(loader)
while window := list(islice(batches, 4)):
    rows = sum(len(x) for x, _ in window)
    for x, y in window:
        loss = mse_loss(model(x), y, reduction="sum") / rows
        loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    sizes.append([len(x) for x, _ in window])

print("steps       ", len(sizes))
print("first window", sizes[0])
print("last window ", sizes[-1])
slope, height = model.weight.item(), model.bias.item()
print(f"so far        y = {slope:.2f} x + {height:.2f}")
