"""The loss is scaled, and optimizer.step() is called, not scaler.step()."""

import torch


def moved(fixed, optimizer):
    """Return how far three steps move a weight whose gradient is 1."""
    w = torch.zeros((), requires_grad=True)
    optimizer = optimizer([w], lr=0.1)
    scaler = torch.amp.GradScaler("cpu")  # its scale: 65536
    for _ in range(3):
        optimizer.zero_grad()
        scaler.scale(w).backward()
        if fixed:
            scaler.step(optimizer)
            scaler.update()
        else:
            optimizer.step()
    return -w.item()


print("three steps move the weight by  SGD      Adam")
for name, fixed in (("as found", False), ("repaired", True)):
    sgd = moved(fixed, torch.optim.SGD)
    adam = moved(fixed, torch.optim.Adam)
    print(f"{name:26} {sgd:9.1f} {adam:7.1f}")
