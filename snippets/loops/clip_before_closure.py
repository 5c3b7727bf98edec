"""Clip before step(closure), or as the closure's last act: a step of 1?"""

import torch

X = torch.tensor([[300.0, 400.0]])  # the gradient of the loss: length 500


def moved(clip: str) -> float:
    """Return how far one step of SGD with lr 1 moves the weight."""
    model = torch.nn.Linear(2, 1, bias=False)
    before = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)

    def closure():
        optimizer.zero_grad()
        loss = model(X).sum()
        loss.backward()
        if clip == "inside the closure":
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        return loss

    if clip == "before the step":
        closure()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step(closure)
    return (model.weight - before).norm().item()


for clip in ("before the step", "inside the closure"):
    print(f"clipped {clip:19} moved {moved(clip):5.1f}")
