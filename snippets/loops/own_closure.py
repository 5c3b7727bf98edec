"""An optimizer of your own: its closure needs gradients switched on."""

import torch


class Descent(torch.optim.Optimizer):
    """Gradient descent, as short as it can be."""

    def __init__(self, weights, lr: float, enable: bool):
        super().__init__(weights, {"lr": lr})
        self.enable = enable

    @torch.no_grad()  # the step itself is not to be differentiated
    def step(self, closure=None):
        if closure is not None:
            with torch.set_grad_enabled(self.enable):
                closure()
        for group in self.param_groups:
            for w in group["params"]:
                if w.grad is not None:
                    w -= group["lr"] * w.grad


def two_steps(enable: bool):
    """Return w after steps down w squared from 2, or what was raised."""
    w = torch.tensor(2.0, requires_grad=True)
    optimizer = Descent([w], lr=0.1, enable=enable)

    def closure():
        optimizer.zero_grad()
        w.square().backward()

    try:
        optimizer.step(closure)
        optimizer.step(closure)
    except RuntimeError as error:
        return str(error).partition(" and ")[0]
    return round(w.item(), 2)


print("closure() as it is: ", two_steps(enable=False))
print("under enable_grad():", two_steps(enable=True))
