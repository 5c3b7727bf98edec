"""PPO stops a rollout early, in mid-window, and keeps what it gathered."""

import torch

N = 4


def train(fixed):
    """Return the gradient of each step of two rollouts; 1 is right."""
    w = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    used = []
    for rollout in range(2):
        for i in range(8):
            if rollout == 0 and i == 6:  # the policy has moved too far
                if fixed:
                    optimizer.zero_grad()
                break
            (w / N).backward()
            if (i + 1) % N == 0:
                used.append(w.grad.item())
                optimizer.step()
                optimizer.zero_grad()
    return used


for name, fixed in (("as found", False), ("repaired", True)):
    print(f"{name:10} gradients of the steps: {train(fixed)}")
