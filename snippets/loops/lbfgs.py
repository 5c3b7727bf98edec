"""L-BFGS calls its closure many times in a step: clear inside it."""

import torch


def rosenbrock(w):
    """A curved valley; its lowest value is 0, at (1, 1)."""
    return (1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2


def minimise(clear: str, steps=10, start=(-1.5, 2.0)) -> list[float]:
    """Return the value at every call of the closure, and at the end."""
    w = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.LBFGS([w], line_search_fn="strong_wolfe")
    values = []

    def closure():
        if clear == "in the closure":
            optimizer.zero_grad()
        loss = rosenbrock(w)
        loss.backward()
        values.append(loss.item())
        return loss

    for _ in range(steps):
        if clear == "before the step":
            optimizer.zero_grad()
        optimizer.step(closure)
    return [*values, rosenbrock(w).item()]


print("zero_grad()      value after ten steps")
for clear in ("in the closure", "before the step", "never"):
    print(f"{clear:16} {minimise(clear)[-1]:.1f}")
