"""A second loss is added up over four steps, then goes backward."""

import torch

torch.manual_seed(0)
X = torch.randn(4, 4, 2)


def fresh():
    """Return a network and its optimizer."""
    first, second = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)
    model = torch.nn.Sequential(first, torch.nn.Tanh(), second)
    return model, torch.optim.SGD(model.parameters(), lr=0.1)


def as_found():
    """Keep the second loss until the end."""
    (model, optimizer), kept = fresh(), 0
    for batch in X:
        # region wrong
        optimizer.zero_grad()
        output = model(batch)
        kept = kept + output.abs().mean() / 4
        output.square().mean().backward(retain_graph=True)
        optimizer.step()
    kept.backward()
    # endregion


def repaired():
    """Add it to the loss of its own step."""
    model, optimizer = fresh()
    for batch in X:
        # region right
        optimizer.zero_grad()
        output = model(batch)
        aside = output.abs().mean() / 4
        (output.square().mean() + aside).backward()
        optimizer.step()
    # endregion
    return aside.item()


try:
    as_found()
except RuntimeError as error:
    print("as found:", str(error).partition(":")[0])
print(f"repaired: no error, the second loss ends at {repaired():.3f}")
