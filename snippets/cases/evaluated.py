"""An evaluation in the middle of a window ends with a zero_grad()."""

import torch

N = 4


def as_found(model):
    """Return the model's answer to 1, in eval mode."""
    # region wrong
    model.eval()
    with torch.no_grad():
        answer = model(torch.ones(1, 1))
    model.zero_grad()  # "as a caution"
    model.train()
    # endregion
    return answer


def repaired(model):
    """Return the model's answer to 1, in eval mode."""
    # region right
    model.eval()
    with torch.no_grad():
        answer = model(torch.ones(1, 1))
    model.train()
    # endregion
    return answer


def train(evaluate):
    """Return the gradient of each step; 1 is right."""
    model = torch.nn.Linear(1, 1, bias=False)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    used = []
    for i in range(12):
        (model(torch.ones(1, 1)).sum() / N).backward()
        if (i + 1) % N == 0:
            used.append(model.weight.grad.item())
            optimizer.step()
            optimizer.zero_grad()
        if (i + 1) % 3 == 0:
            evaluate(model)
    return used


print("as found   gradients of the steps:", train(as_found))
print("repaired   gradients of the steps:", train(repaired))
