"""After backward(), None says "not reached"; zeros can mean two things."""

import torch


class Branches(torch.nn.Module):
    """Four layers, treated in four ways by one forward pass."""

    def __init__(self):
        super().__init__()
        self.used = torch.nn.Linear(2, 1)
        self.unused = torch.nn.Linear(2, 1)
        self.times_zero = torch.nn.Linear(2, 1)
        self.dead = torch.nn.Linear(2, 1)
        torch.nn.init.constant_(self.dead.bias, -100.0)  # relu gives 0

    def forward(self, x):
        dead = torch.relu(self.dead(x))
        return self.used(x) + 0 * self.times_zero(x) + dead


def gradients(set_to_none: bool) -> dict[str, torch.Tensor | None]:
    """Return each layer's gradient when `unused` no longer takes part."""
    model, x = Branches(), torch.ones(1, 2)
    (model(x) + model.unused(x)).backward()
    model.zero_grad(set_to_none)
    model(x).backward()
    layers = dict(model.named_children())
    return {name: layer.bias.grad for name, layer in layers.items()}


none, zeros = gradients(True), gradients(False)
print("cleared to   None          zeros")
for name in none:
    print(f"{name:11}  {none[name]!s:12}  {zeros[name]}")
