"""PPO stops a rollout early, in mid-window, and keeps what it gathered."""

import torch

N = 4


def rollouts():
    """Yield two rollouts of 8; the policy moves too far in the first."""
    yield [(i, i == 6) for i in range(8)]
    yield [(i, False) for i in range(8)]


def as_found():
    """Return the gradient of each step; 1 is right."""
    w = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    used = []
    for rollout in rollouts():
        for i, too_far in rollout:
            # region wrong
            if too_far:
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
    for rollout in rollouts():
        for i, too_far in rollout:
            # region right
            if too_far:
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
