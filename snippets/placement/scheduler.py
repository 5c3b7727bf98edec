"""A scheduler changes the learning rate and never looks at .grad."""

import warnings

import torch

ORDERS = (
    "step, zero_grad, scheduler",
    "step, scheduler, zero_grad",
    "scheduler, step, zero_grad",
)


def train(order: str, iterations: int = 4):
    """Return the weights at the end, and the rate that each step used."""
    torch.manual_seed(0)
    x = torch.randn(64, 4)
    y = x.sin().sum(1, keepdim=True)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
    rates = []
    for _ in range(iterations):
        (model(x) - y).square().mean().backward()
        for line in order.split(", "):
            if line == "step":
                rates.append(optimizer.param_groups[0]["lr"])
                optimizer.step()
            elif line == "zero_grad":
                optimizer.zero_grad()
            else:
                scheduler.step()
    return model.weight, rates


usual, _ = train(ORDERS[0])

print(f"{'after backward':28}same weights  learning rate of each step")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for order in ORDERS:
        weights, rates = train(order)
        print(f"{order:28}{torch.equal(weights, usual)!s:14}{rates}")
for warning in caught:
    print("\nwarning:", str(warning.message).partition(". ")[0])
