"""A frozen layer: does it stay? It depends on what is left in .grad."""

import torch

optimizers = {
    "SGD, momentum 0.9": lambda ws: torch.optim.SGD(ws, 0.1, momentum=0.9),
    "Adam": lambda ws: torch.optim.Adam(ws, lr=0.01),
    "SGD, decay 0.1": lambda ws: torch.optim.SGD(ws, 0.1, weight_decay=0.1),
}


def drift(make_optimizer, clear: str, seed: int = 0) -> list[float]:
    """Return the frozen layer's distance from where it was frozen."""
    torch.manual_seed(seed)
    X = torch.randn(64, 8)
    y = torch.sin(X.sum(1, keepdim=True))
    body, head = torch.nn.Linear(8, 16), torch.nn.Linear(16, 1)
    model = torch.nn.Sequential(body, torch.nn.Tanh(), head)
    optimizer = make_optimizer(model.parameters())
    distances = []
    for iteration in range(70):
        if iteration == 20:
            body.requires_grad_(False)
            frozen = body.weight.clone()
        if clear == "head only" and iteration >= 20:
            head.zero_grad()
        else:
            optimizer.zero_grad(set_to_none=clear != "zeros")
        torch.nn.functional.mse_loss(model(X), y).backward()
        optimizer.step()
        if iteration >= 20:
            distance = (body.weight - frozen).norm() / frozen.norm()
            distances.append(distance.item())
    return distances


clearings = ("None", "zeros", "head only")
print("50 iterations later  None   zeros  head only")
for name, make_optimizer in optimizers.items():
    row = [drift(make_optimizer, clear)[-1] for clear in clearings]
    print(f"{name:19}" + "".join(f"{distance:7.2f}" for distance in row))
