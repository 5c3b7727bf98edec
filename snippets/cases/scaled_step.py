"""The loss is scaled, and optimizer.step() is called, not scaler.step()."""

import torch


def as_found(kind):
    """Return how far three steps move a weight whose gradient is 1."""
    w = torch.zeros((), requires_grad=True)
    optimizer = kind([w], lr=0.1)
    scaler = torch.amp.GradScaler("cpu")  # its scale: 65536
    for _ in range(3):
        # region wrong
        optimizer.zero_grad()
        scaler.scale(w).backward()
        optimizer.step()
        # endregion
    return -w.item()


def repaired(kind):
    """Return how far three steps move a weight whose gradient is 1."""
    w = torch.zeros((), requires_grad=True)
    optimizer = kind([w], lr=0.1)
    scaler = torch.amp.GradScaler("cpu")
    for _ in range(3):
        # region right
        optimizer.zero_grad()
        scaler.scale(w).backward()
        scaler.step(optimizer)
        scaler.update()
        # endregion
    return -w.item()


print("three steps move the weight by  SGD      Adam")
for name, loop in (("as found", as_found), ("repaired", repaired)):
    sgd, adam = loop(torch.optim.SGD), loop(torch.optim.Adam)
    print(f"{name:26} {sgd:9.1f} {adam:7.1f}")
