"""A second loss is added up over four steps, then goes backward."""

import torch


def train(fixed):
    """Return what the last backward() says."""
    torch.manual_seed(0)
    first, second = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)
    model = torch.nn.Sequential(first, torch.nn.Tanh(), second)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    kept = 0
    for _ in range(4):
        optimizer.zero_grad()
        output = model(torch.randn(4, 2))
        loss, aside = output.square().mean(), output.abs().mean()
        if fixed:
            (loss + aside / 4).backward()
        else:
            kept = kept + aside / 4
            loss.backward(retain_graph=True)
        optimizer.step()
    try:
        if not fixed:
            kept.backward()
    except RuntimeError as error:
        return str(error).partition(":")[0]
    return "no error"


for name, fixed in (("as found", False), ("repaired", True)):
    print(f"{name}: {train(fixed)}")
