"""The loss oscillates: is .grad clear before backward() adds to it?"""

# region probe
import torch


def stale(model):
    """Call this before a step's first backward()."""
    grads = [p.grad for p in model.parameters()]
    held = sum(g is not None and bool(g.any()) for g in grads)
    print(f"{held} of {len(grads)} hold a gradient already")


# endregion
# region loop
def train(clear):
    """Take three steps, and look before each backward()."""
    torch.manual_seed(0)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(3):
        if clear:
            optimizer.zero_grad()
        loss = model(torch.randn(8, 4)).square().mean()
        stale(model)
        loss.backward()
        optimizer.step()


for name, clear in (("with zero_grad()", True), ("forgotten", False)):
    print(name)
    train(clear)
# endregion
