"""A guard that stops a training loop at its first stale step()."""

# region guard
from math import inf

import torch


def guard(optimizer: torch.optim.Optimizer, window: int = 1) -> None:
    """Let step() raise if .grad holds more than `window` gradients."""
    watched, started, begun = {}, {}, []
    held = {}  # gradients in .grad, of those added to since the last step

    def cleared(weight):
        return weight.grad is None or not weight.grad.any()

    def count(weight):
        used = getattr(weight.grad, "used_by_step", False)
        return held.get(weight, inf if used else 0)

    def before(weight):
        started[weight] = 0 if cleared(weight) else count(weight)

    def after(weight):
        if weight in started:  # not under FSDP
            held[weight] = started.pop(weight) + 1

    def watch():
        for group in optimizer.param_groups:
            for weight in group["params"]:
                if weight.requires_grad and weight not in watched:
                    weight.register_hook(lambda _, w=weight: before(w))
                    weight.register_post_accumulate_grad_hook(after)
                    watched[weight] = True

    def stepped(*_):
        if not begun:
            return  # the outer of two nested step() calls
        begun.clear()
        full = {w: count(w) for w in watched if not cleared(w)}
        fewest = min((n for n in full.values() if n), default=0)
        for weight, n in full.items():
            if n == inf or n == fewest > window:
                used = "used by a step and not cleared since"
                why = used if n == inf else f"{n} in a {window=}"
                raise RuntimeError(f"stale {tuple(weight.shape)}: {why}")
            weight.grad.used_by_step = True
        held.clear()
        watch()

    watch()
    optimizer.register_step_pre_hook(lambda *_: begun.append(1))
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
