"""Six batches, N = 4: three conditions for a step, none of them right."""

import torch

N = 4
batches = [torch.tensor([float(i)]) for i in range(1, 7)]  # 1 … 6


def train(is_last) -> tuple[list[float], float]:
    """Return w.grad at each step of two epochs, and what is left of it."""
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    used = []
    for _ in range(2):
        for i, x in enumerate(batches):
            loss = (w * x).mean() / N
            loss.backward()
            if is_last(i):
                used.append(w.grad.item())
                optimizer.step()
                optimizer.zero_grad()
    return used, 0.0 if w.grad is None else w.grad.item()


conditions = {
    "i % N == 0": lambda i: i % N == 0,
    "(i + 1) % N == 0": lambda i: (i + 1) % N == 0,
    "the same, or the last": lambda i: (i + 1) % N == 0 or i == 5,
}
for name, is_last in conditions.items():
    used, left = train(is_last)
    print(f"{name:22} steps with {used}, left {left}")
