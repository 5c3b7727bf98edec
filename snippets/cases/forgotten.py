"""The call is missing. Ten losses show it; the guard says it at step 2."""

from math import inf

import torch


def guard(optimizer: torch.optim.Optimizer, window: int = 1) -> None:
    """Let step() raise if a .grad holds more than `window` gradients."""
    held = {}  # gradients in each .grad; inf once a step has used them

    def cleared(weight):
        return weight.grad is None or not weight.grad.any()

    def before(weight):
        held[weight] = 0 if cleared(weight) else held[weight]

    def after(weight):
        held[weight] += 1

    def stepped(*_):
        for weight, count in held.items():
            if count > window and not cleared(weight):
                used = "used by a step and not cleared since"
                why = used if count == inf else f"{count} in a {window=}"
                raise RuntimeError(f"stale {tuple(weight.shape)}: {why}")
            held[weight] = inf if count else 0
        for group in optimizer.param_groups:
            for weight in group["params"]:
                if weight.requires_grad and weight not in held:
                    weight.register_hook(lambda _, w=weight: before(w))
                    weight.register_post_accumulate_grad_hook(after)
                    held[weight] = 0

    stepped()
    optimizer.register_step_post_hook(stepped)


def train(fixed, watched=False):
    """Return ten losses, or what the guard says of the loop."""
    torch.manual_seed(0)
    X, y = torch.randn(8, 4), torch.randn(8, 2)
    model = torch.nn.Linear(4, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    if watched:
        guard(optimizer)
    losses = []
    for _ in range(10):
        loss = torch.nn.functional.mse_loss(model(X), y)
        losses.append(loss.item())
        loss.backward()
        try:
            optimizer.step()
        except RuntimeError as error:
            return f"step {len(losses)}, {error}"
        if fixed:
            optimizer.zero_grad()
    return losses


for name, fixed in (("as found", False), ("repaired", True)):
    print(f"{name:10}", *(f"{loss:5.2f}" for loss in train(fixed)))
print("guarded   ", train(fixed=False, watched=True))
