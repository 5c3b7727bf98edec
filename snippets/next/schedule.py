"""Warm-up, then a cosine: the rate rises for 20 steps and falls for 180."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    LambdaLR,
    LinearLR,
    SequentialLR,
)

# region setup
torch.manual_seed(0)
digits = load_digits()
shuffled = torch.randperm(1797)
X = torch.tensor(digits.data, dtype=torch.float32)[shuffled] / 16
y = torch.tensor(digits.target)[shuffled]
seen, held_out = slice(0, 1400), slice(1400, 1797)


def constant(optimizer):
    """One rate for all steps."""
    return LambdaLR(optimizer, lambda step: 1.0)


# endregion
# region schedule
def warm_up_then_cosine(optimizer):
    """From a twentieth of the rate up to all of it, then down to 0."""
    warm_up = LinearLR(optimizer, start_factor=1 / 20, total_iters=20)
    cosine = CosineAnnealingLR(optimizer, T_max=180)
    return SequentialLR(optimizer, [warm_up, cosine], milestones=[20])


# endregion
def train(schedule, seed: int = 0, lr: float = 0.2):
    """Return the model, and the rate and loss of each of 200 steps."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32),
        torch.nn.ReLU(),
        torch.nn.Linear(32, 10),
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    scheduler = schedule(optimizer)
    rates, losses = [], []
    for _ in range(10):
        # region loop
        for batch in torch.randperm(1400).split(70):
            optimizer.zero_grad()
            loss = cross_entropy(model(X[seen][batch]), y[seen][batch])
            loss.backward()
            rates.append(scheduler.get_last_lr()[0])
            optimizer.step()
            scheduler.step()  # once per step, after it
            losses.append(loss.item())
        # endregion
    return model, rates, losses


@torch.no_grad()
def evaluate(model) -> tuple[float, float]:
    """Return the loss on the training digits, accuracy on the others."""
    loss = cross_entropy(model(X[seen]), y[seen])
    right = model(X[held_out]).argmax(1) == y[held_out]
    return loss.item(), right.float().mean().item()


print("                       rate in step             loss at the end")
print("                       1    21   111   200           below 0.05")
for schedule in (constant, warm_up_then_cosine):
    model, rates, _ = train(schedule)
    shown = "".join(f"{rates[step - 1]:6.2f}" for step in (1, 21, 111, 200))
    loss, _ = evaluate(model)
    print(f"{schedule.__name__:19}{shown}{loss < 0.05!s:>21}")
