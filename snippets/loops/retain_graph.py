"""What retain_graph=True does to gradients, and how far you then walk."""

import torch


def gradient(calls: int, **options) -> float:
    """Return w.grad after this many backward() calls on one graph."""
    w = torch.tensor(3.0, requires_grad=True)
    loss = w**2
    for _ in range(calls):
        loss.backward(**options)
    return w.grad.item()


def time_steps_walked(detach: bool) -> list[int]:
    """Return how many time steps the backward() of each chunk visits."""
    torch.manual_seed(0)
    cell, walked = torch.nn.RNNCell(1, 4), []
    hidden, counts = torch.zeros(1, 4), []
    for chunk in torch.randn(4, 5, 1, 1):  # four chunks of five
        if detach:
            hidden = hidden.detach()
        for x in chunk:
            hidden = cell(x, hidden)
            hidden.register_hook(walked.append)
        walked.clear()
        hidden.sum().backward(retain_graph=not detach)
        counts.append(len(walked))
    return counts


print("backward()                      ", gradient(1))
print("backward(retain_graph=True)     ", gradient(1, retain_graph=True))
print("the same, twice                 ", gradient(2, retain_graph=True))
print("steps walked, hidden.detach()   ", time_steps_walked(detach=True))
print("steps walked, retain_graph=True ", time_steps_walked(detach=False))
