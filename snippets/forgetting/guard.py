"""A guard that stops a training loop at its first stale step()."""

# region guard
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


# endregion
# region loops
def verdict(clear, window=1, micro_batches=1):
    """Return what the guard says of a loop of six steps."""
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 1)
    optimizer = torch.optim.Adam(model.parameters())
    guard(optimizer, window)
    for step in range(1, 7):
        if clear:
            optimizer.zero_grad()
        for _ in range(micro_batches):
            model(torch.randn(8, 3)).square().mean().backward()
        try:
            optimizer.step()
        except RuntimeError as error:
            return f"step {step}, {error}"
    return "six steps, no complaint"


print("zero_grad():  ", verdict(clear=True))
print("forgotten:    ", verdict(clear=False))
print("4, declared:  ", verdict(clear=True, micro_batches=4, window=4))
print("4, undeclared:", verdict(clear=True, micro_batches=4))
# endregion
