"""With noisy gradients, a weight without friction wanders ever further."""

import torch


def spread(clear: bool, momentum=0.0, seed=0, lr=0.1, curvature=1.0):
    """Return the mean of w² over 4000 weights after every step."""
    torch.manual_seed(seed)
    w = torch.zeros(4000, requires_grad=True)  # all at the minimum
    optimizer = torch.optim.SGD([w], lr=lr, momentum=momentum)
    history = []
    for _ in range(1600):
        if clear:
            optimizer.zero_grad()
        noise = 0.1 * torch.randn(4000)
        (curvature * w**2 / 2 + noise * w).sum().backward()
        optimizer.step()
        history.append(w.detach().square().mean().item())
    return history


cleared, inertia, forgotten = spread(True), spread(True, 0.9), spread(False)
print("steps   zero_grad()   momentum 0.9   forgotten")
for t in (100, 200, 400, 800, 1600):
    row = cleared[t - 1], inertia[t - 1], forgotten[t - 1]
    print(f"{t:5}{row[0]:14.4f}{row[1]:15.3f}{row[2]:12.2f}")
