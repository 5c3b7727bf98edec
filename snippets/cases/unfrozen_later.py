"""A layer is unfrozen after the optimizer has been made."""

import torch


def fresh():
    """Return a frozen body, a model with it, an optimizer of the rest."""
    torch.manual_seed(0)
    body, head = torch.nn.Linear(1, 1), torch.nn.Linear(1, 1)
    body.requires_grad_(False)
    model = torch.nn.Sequential(body, head)
    trainable = [p for p in model.parameters() if p.requires_grad]
    return body, model, torch.optim.SGD(trainable, lr=0.1)


def train(body, model, optimizer):
    """Return the body's gradient by iteration, and whether it has moved."""
    before, gradients = body.weight.detach().clone(), []
    for _ in range(4):
        optimizer.zero_grad()
        model(torch.ones(1, 1)).square().sum().backward()
        gradients.append(round(body.weight.grad.item(), 2))
        optimizer.step()
    return f".grad {gradients}, moved: {not body.weight.equal(before)}"


def as_found():
    """Unfreeze the body, then train."""
    body, model, optimizer = fresh()
    # region wrong
    body.requires_grad_(True)
    # endregion
    return train(body, model, optimizer)


def repaired():
    """Unfreeze the body, hand it to the optimizer, then train."""
    body, model, optimizer = fresh()
    # region right
    body.requires_grad_(True)
    optimizer.add_param_group({"params": body.parameters()})
    # endregion
    return train(body, model, optimizer)


print("as found  ", as_found())
print("repaired  ", repaired())
