"""Wrong: zero_grad() between backward() and step(). Nothing complains."""

import warnings

import torch

OPTIMIZERS = {
    "SGD": (torch.optim.SGD, {}),
    "SGD, momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "SGD, weight decay": (torch.optim.SGD, {"weight_decay": 0.01}),
    "Adam": (torch.optim.Adam, {}),
    "AdamW": (torch.optim.AdamW, {}),  # its weight decay is 0.01 as well
}


def remains(name: str, set_to_none: bool, iterations: int = 20) -> float:
    """Return the length of the weights as a part of what it was."""
    make, options = OPTIMIZERS[name]
    torch.manual_seed(0)
    x, y = torch.randn(16, 3), torch.randn(16, 1)
    model = torch.nn.Linear(3, 1, bias=False)
    optimizer = make(model.parameters(), lr=0.1, **options)
    before = model.weight.norm().item()
    for _ in range(iterations):
        loss = (model(x) - y).pow(2).mean()
        loss.backward()
        optimizer.zero_grad(set_to_none)
        optimizer.step()
    return model.weight.norm().item() / before


print("weights left        None   zeros")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for name in OPTIMIZERS:
        none, zeros = remains(name, True), remains(name, False)
        print(f"{name:18}{none:6.2f}{zeros:8.2f}")
print("warnings:", len(caught))
