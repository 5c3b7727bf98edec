"""An optimizer inside an optimizer: the inherited zero_grad() misses it."""

import torch


class Hybrid(torch.optim.SGD):
    """SGD for the matrices; inside it, AdamW for all the rest."""

    def __init__(self, parameters, lr):
        parameters = list(parameters)
        super().__init__([p for p in parameters if p.ndim == 2], lr)
        rest = [p for p in parameters if p.ndim < 2]
        self.inner = torch.optim.AdamW(rest, lr)

    def step(self):
        """Step both."""
        super().step()
        self.inner.step()


class Mended(Hybrid):
    """The same, but zero_grad() reaches the inner optimizer."""

    def zero_grad(self, set_to_none: bool = True):
        """Clear both."""
        super().zero_grad(set_to_none)
        self.inner.zero_grad(set_to_none)


def bias_gradients(optimizer_class, iterations: int = 4) -> list[float]:
    """Return the bias gradient in each iteration; its true value is 1."""
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 1)
    optimizer = optimizer_class(model.parameters(), lr=0.01)
    seen = []
    for _ in range(iterations):
        optimizer.zero_grad()
        model(torch.randn(8, 3)).mean().backward()
        optimizer.step()
        seen.append(model.bias.grad.item())
    return seen


print("inherited zero_grad()", bias_gradients(Hybrid))
print("mended               ", bias_gradients(Mended))
