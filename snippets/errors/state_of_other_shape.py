"""Raises RuntimeError: the moments that were loaded have another shape."""

import torch


def step(width, saved=None):
    """Take one step of Adam, from a saved state; return the new state."""
    model = torch.nn.Linear(width, 1)
    optimizer = torch.optim.Adam(model.parameters())
    if saved:
        optimizer.load_state_dict(saved)
    model(torch.ones(1, width)).sum().backward()
    optimizer.step()
    return optimizer.state_dict()


step(2, saved=step(2))
print("the same shapes: loaded")
step(3, saved=step(2))
