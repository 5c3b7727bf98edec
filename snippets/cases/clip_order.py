"""Clip to length 1: before backward(), after step(), or between them."""

import torch

X = torch.tensor([[300.0, 400.0]])  # the gradient of the loss: length 500


def moved(clip):
    """Return how far each of three steps of SGD with lr 1 moves."""
    model = torch.nn.Linear(2, 1, bias=False)
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    lengths = []
    for _ in range(3):
        before = model.weight.detach().clone()
        optimizer.zero_grad()
        loss = model(X).sum()
        for place in ("before backward", "before step", "after step"):
            if place == "before step":
                loss.backward()
            if place == "after step":
                optimizer.step()
            if place == clip:
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        lengths.append((model.weight - before).norm().item())
    return lengths


print("clipped           moved in step  1      2      3")
for clip in ("before backward", "after step", "before step"):
    print(f"{clip:25}", *(f"{length:6.1f}" for length in moved(clip)))
