"""No learning rate makes the right loop do what the forgotten one does."""

import torch


def farthest(lr, clear, first, last):
    """Return the largest |w| on the bowl w²/2 in some of the steps."""
    w = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    path = []
    for _ in range(last):
        if clear:
            optimizer.zero_grad()
        (w**2 / 2).backward()
        optimizer.step()
        path.append(abs(w.item()))
    return max(path[first:])


print("                     steps 1 to 10   steps 90 to 100")
print("forgotten, lr 0.5", end="    ")
early, late = farthest(0.5, False, 0, 10), farthest(0.5, False, 89, 100)
print(f"{early:13.2f}{late:18.2f}")
for lr in (0.5, 1.0, 1.5, 1.9, 2.1, 3.0):
    early, late = farthest(lr, True, 0, 10), farthest(lr, True, 89, 100)
    print(f"cleared, lr {lr:3}      {early:13.2f}{late:18.2g}")
