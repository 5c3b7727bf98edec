"""One bad batch is skipped, and zero_grad() stands after the skip."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

digits = load_digits()
images = torch.tensor(digits.data, dtype=torch.float32) / 16
labels = torch.tensor(digits.target)
images[20 * 32] = torch.inf  # one damaged image, in the 21st batch
batches = list(zip(images.split(32), labels.split(32), strict=True))


def train(place: str, seed: int = 0) -> tuple[list[float], list[bool]]:
    """Return the loss of every batch, and whether it was skipped."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32),
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10),
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    losses, skipped = [], []
    for x, target in batches:
        if place == "at the top":
            optimizer.zero_grad()
        loss = cross_entropy(model(x), target)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        losses.append(loss.item())
        skipped.append(not norm.isfinite())
        if skipped[-1]:
            if place == "after step and on the skip":
                optimizer.zero_grad()
            continue
        optimizer.step()
        if place != "at the top":
            optimizer.zero_grad()
    return losses, skipped


print("zero_grad()                 skipped of 57   loss of the last ten")
for place in ("at the top", "after step", "after step and on the skip"):
    losses, skipped = train(place)
    print(f"{place:26}{sum(skipped):15}{sum(losses[-10:]) / 10:23.2f}")
