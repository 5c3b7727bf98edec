"""step() clears no gradient, but it may write into .grad."""

import torch


def around_step(scale=1.0, **options) -> tuple[float, float]:
    """Return w.grad before and after the step."""
    w = torch.tensor(2.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1, **options)
    scaler = torch.amp.GradScaler("cpu", init_scale=scale)
    scaler.scale((w - 4) ** 2 / 2).backward()
    before = w.grad.item()
    scaler.step(optimizer)
    return before, w.grad.item()


nesterov = {"momentum": 0.9, "nesterov": True}
settings = {
    "plain": {},
    "momentum": {"momentum": 0.9},
    "Nesterov": {**nesterov, "foreach": False},
    "Nesterov, foreach": {**nesterov, "foreach": True},
    "GradScaler": {"scale": 64.0},
}
seen = {name: around_step(**options) for name, options in settings.items()}
print(".grad               before step()   after step()")
for name, (before, after) in seen.items():
    print(f"{name:19}{before:12.1f}{after:15.1f}")
