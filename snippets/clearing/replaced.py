"""A layer replaced after the optimizer was made: not moved, not cleared."""

import torch


def train(optimizer_made: str) -> tuple[list[float], list[float]]:
    """Return the new layer's gradient and its weight, by iteration."""
    model = torch.nn.Sequential(torch.nn.Linear(1, 10))
    if optimizer_made == "before":
        optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
    model[0] = torch.nn.Linear(1, 1)  # one output in place of ten
    torch.nn.init.ones_(model[0].weight)
    if optimizer_made == "after":
        optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
    grads, weights = [], []
    for _ in range(3):
        optimizer.zero_grad()
        model(torch.ones(1, 1)).sum().backward()
        optimizer.step()
        grads.append(model[0].weight.grad.item())
        weights.append(model[0].weight.item())
    return grads, weights


print("optimizer made  weight.grad      weight")
for made in ("before", "after"):
    grads, weights = train(made)
    print(f"{made:14}  {grads}  {weights}")
