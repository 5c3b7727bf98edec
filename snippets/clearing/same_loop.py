"""zero_grad() is a loop over a list of parameters; here it is by hand."""

import torch


# region by_hand
def by_hand(model, optimizer):
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            parameter.grad = None


# endregion
def by_module(model, optimizer):
    model.zero_grad()


def by_optimizer(model, optimizer):
    optimizer.zero_grad()


def train(clear, make=torch.optim.Adam) -> torch.Tensor:
    """Return the weights after 50 iterations."""
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 1)
    optimizer = make(model.parameters(), lr=0.01)
    for _ in range(50):
        clear(model, optimizer)
        model(torch.randn(8, 3)).square().mean().backward()
        optimizer.step()
    return model.weight.detach()


reference = train(by_optimizer)
for clear in (by_module, by_hand):
    print(f"{clear.__name__:10}", torch.equal(train(clear), reference))
