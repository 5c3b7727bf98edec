"""What optimizer.zero_grad() clears, and what model.zero_grad() clears."""

import torch


def cleared(by: str) -> dict[str, bool]:
    """Return which tensors have no gradient after zero_grad() of `by`."""
    model = torch.nn.Sequential(*[torch.nn.Linear(2, 2) for _ in range(4)])
    temperature = torch.tensor(1.0, requires_grad=True)  # a bare tensor
    optimizer = torch.optim.SGD([*model[1:].parameters(), temperature], 0.1)
    model[3] = torch.nn.Linear(2, 2)  # too late for the optimizer
    criterion = torch.nn.PReLU()  # a loss with a parameter of its own

    x = torch.ones(1, 2, requires_grad=True)
    hidden = model[:2](x)
    hidden.retain_grad()
    criterion(model[2:](hidden) / temperature).sum().backward()
    model[2].requires_grad_(False)  # too late for this gradient

    {"optimizer": optimizer, "model": model}[by].zero_grad()
    tensors = {
        "in both lists": model[1].weight,
        "in both, frozen since": model[2].weight,
        "left out of the optimizer": model[0].weight,
        "replaced since": model[3].weight,
        "bare tensor": temperature,
        "parameter of the loss": criterion.weight,
        "input": x,
        "retained activation": hidden,
    }
    return {name: tensor.grad is None for name, tensor in tensors.items()}


by_optimizer, by_model = cleared("optimizer"), cleared("model")
print(f"{'cleared by':27}optimizer  model")
for name in by_model:
    print(f"{name:27}{by_optimizer[name]!s:11}{by_model[name]}")
