"""Where forgetting is momentum 1, and where it is something else."""

import torch

torch.manual_seed(0)
X, y = torch.randn(64, 5), torch.randn(64)


def path(clear, optimizer=torch.optim.SGD, clip=None, **options):
    """Return the weights after each of 50 steps, on mini-batches of 16."""
    torch.manual_seed(0)
    w = torch.zeros(5, requires_grad=True)
    optimizer = optimizer([w], lr=0.01, **options)
    steps = []
    for _ in range(50):
        if clear:
            optimizer.zero_grad()
        batch = torch.randint(64, (16,))
        (X[batch] @ w - y[batch]).pow(2).mean().backward()
        if clip:
            torch.nn.utils.clip_grad_norm_([w], clip)
        optimizer.step()
        steps.append(w.detach().clone())
    return torch.stack(steps)


SGD, RMSprop = torch.optim.SGD, torch.optim.RMSprop
pairs = {
    "plain": (SGD, {}, {}),
    "maximize": (SGD, {"maximize": True}, {"maximize": True}),
    "weight decay": (SGD, {"weight_decay": 0.1}, {"weight_decay": 0.1}),
    "Nesterov": (SGD, {}, {"nesterov": True}),
    "dampening": (SGD, {}, {"dampening": 0.1}),
    "clipping": (SGD, {"clip": 0.5}, {"clip": 0.5}),
    "SGD with momentum 0.9": (SGD, {"momentum": 0.9}, {}),
    "RMSprop": (RMSprop, {}, {}),
}
print("                       same bits   apart after 50 steps")
for name, (optimizer, forgotten, cleared) in pairs.items():
    without = path(False, optimizer, **forgotten)
    momentum = path(True, optimizer, momentum=1.0, **cleared)
    same = torch.equal(without, momentum)
    apart = (without - momentum)[-1].norm() / momentum[-1].norm()
    print(f"{name:22} {same!s:>9}{apart:15.0%}")
