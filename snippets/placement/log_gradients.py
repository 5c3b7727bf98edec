"""Read the gradient before the step: after it, it may be another."""

import torch

torch.manual_seed(0)
x = torch.randn(64, 4)
y = x.sin().sum(1, keepdim=True)
nesterov = {"momentum": 0.9, "nesterov": True, "foreach": True}


def norm_in(model) -> float:
    """Return the length of all gradients together; 0 if there are none."""
    gradients = [w.grad for w in model.parameters() if w.grad is not None]
    return round(float(sum(g.square().sum() for g in gradients)) ** 0.5, 2)


def norms(**options) -> dict[str, list[float]]:
    """Return the norms that a log after each of three lines reads."""
    torch.manual_seed(0)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, **options)
    rows = {"backward()": [], "step()": [], "zero_grad()": []}
    for _ in range(5):
        (model(x) - y).square().mean().backward()
        rows["backward()"].append(norm_in(model))
        optimizer.step()
        rows["step()"].append(norm_in(model))
        optimizer.zero_grad()
        rows["zero_grad()"].append(norm_in(model))
    return rows


for name, options in (("SGD", {}), ("Nesterov, foreach", nesterov)):
    print(name)
    for line, row in norms(**options).items():
        print(f"  after {line:12}", row)
