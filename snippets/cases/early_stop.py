"""PPO stops a rollout early, in mid-window, and keeps what it gathered."""

import torch

N = 4


def as_found():
    """Return the gradient of each step; 1 is right."""
    w = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    used = []
    for rollout in range(2):
        for i in range(8):
            # region wrong
            if rollout == 0 and i == 6:  # the policy has moved too far
                break
            # endregion
            (w / N).backward()
            if (i + 1) % N == 0:
                used.append(w.grad.item())
                optimizer.step()
                optimizer.zero_grad()
    return used


def repaired():
    """Return the gradient of each step; 1 is right."""
    w = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    used = []
    for rollout in range(2):
        for i in range(8):
            # region right
            if rollout == 0 and i == 6:  # the policy has moved too far
                optimizer.zero_grad()
                break
            # endregion
            (w / N).backward()
            if (i + 1) % N == 0:
                used.append(w.grad.item())
                optimizer.step()
                optimizer.zero_grad()
    return used


print("as found   gradients of the steps:", as_found())
print("repaired   gradients of the steps:", repaired())
