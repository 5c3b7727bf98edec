"""What happens to the batches that do not fill a window."""

from itertools import islice

import torch


def windows(batches, N, epochs, loop):
    """Return how many micro-batches each step used."""
    w = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.0)
    sizes = []
    for _ in range(epochs):
        loop(w, optimizer, batches, N, sizes)
    return sizes


def step(w, optimizer, sizes):
    """Step and clear; each micro-batch has gradient 1, so .grad counts."""
    sizes.append(int(w.grad))
    optimizer.step()
    optimizer.zero_grad()


def cleared_at_the_start(w, optimizer, batches, N, sizes):
    """As found: every epoch begins with zero_grad()."""
    optimizer.zero_grad()
    carried_over(w, optimizer, batches, N, sizes)


def carried_over(w, optimizer, batches, N, sizes):
    """As found: nothing happens at the end of an epoch."""
    for i in range(batches):
        w.backward()
        if (i + 1) % N == 0:
            step(w, optimizer, sizes)


def repaired(w, optimizer, batches, N, sizes):
    """Group first: the last group is only shorter."""
    rest = iter(range(batches))
    while window := list(islice(rest, N)):
        for _ in window:
            w.backward()
        step(w, optimizer, sizes)


if __name__ == "__main__":
    for loop, batches, N in (
        (cleared_at_the_start, 120, 32),
        (repaired, 120, 32),
        (carried_over, 15, 8),
        (repaired, 15, 8),
        (carried_over, 3, 4),
        (repaired, 3, 4),
    ):
        sizes = windows(batches, N, epochs=2, loop=loop)
        lost = 2 * batches - sum(sizes)
        print(f"{batches} batches, N = {N}, {loop.__name__}:")
        print(f"   windows {sizes}, lost {lost}")
