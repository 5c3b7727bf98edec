"""An inf makes GradScaler skip a step; the inf is still to be cleared."""

import torch


def train(clear: bool) -> tuple[int, list[float]]:
    """Return the steps taken in 8 iterations, and the scale after each."""
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    steps, scales = [], []
    optimizer.register_step_post_hook(lambda *_: steps.append(w.item()))
    for i in range(8):
        loss = w.sum() * (float("inf") if i == 1 else 1.0)
        scaler.scale(loss).backward()
        taken = len(steps)
        scaler.step(optimizer)
        scaler.update()
        if clear or len(steps) > taken:
            optimizer.zero_grad()
        scales.append(scaler.get_scale())
    return len(steps), scales


for name, clear in (("always", True), ("after a step only", False)):
    steps, scales = train(clear)
    print(f"zero_grad() {name:18} {steps} steps, scale", *map(int, scales))
