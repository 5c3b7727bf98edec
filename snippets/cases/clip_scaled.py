"""With a GradScaler: clip the scaled gradient, or the unscaled one."""

import torch

X = torch.tensor([[3.0, 4.0]])  # the gradient of the loss: length 5


def moved(fixed, max_norm=1.0):
    """Return how far one step of SGD with lr 1 moves the weight."""
    model = torch.nn.Linear(2, 1, bias=False)
    before = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    scaler = torch.amp.GradScaler("cpu")  # its first scale is 65536
    optimizer.zero_grad()
    scaler.scale(model(X).sum()).backward()
    if fixed:
        scaler.unscale_(optimizer)
    torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return (model.weight - before).norm().item()


for name, fixed in (("as found", False), ("repaired", True)):
    print(f"{name:10} moved {moved(fixed):.6f}, clipped to 1")
