"""Three steps on a weight that nothing uses any more: None, or zeros."""

import torch


def coast(
    make_optimizer,
    set_to_none,
    seed=0,
    layer=torch.matmul,
    idle=3,
) -> dict:
    """Return how far the unused weight moves, and what its step counts."""
    torch.manual_seed(seed)
    X = torch.randn(8, 4)
    used, unused = (torch.nn.Parameter(torch.randn(4, 4)) for _ in range(2))
    optimizer = make_optimizer([used, unused])

    def closure():
        optimizer.zero_grad(set_to_none=set_to_none)
        loss = sum(layer(X, w).square().mean() for w in in_use)
        loss.backward()
        return loss

    in_use = [used, unused]
    for _ in range(5):
        before = unused.detach().clone()
        optimizer.step(closure)
    last_step = (unused - before).norm().item()
    in_use, before = [used], unused.detach().clone()
    for _ in range(idle):
        optimizer.step(closure)
    steps = optimizer.state[unused].get("step")
    return {
        "moved": (unused - before).norm().item(),
        "last step": last_step,  # the last one with a gradient
        "counted": None if steps is None else int(steps),
    }


optimizers = {
    "SGD": lambda ws: torch.optim.SGD(ws, lr=0.1),
    "SGD, momentum": lambda ws: torch.optim.SGD(ws, lr=0.1, momentum=0.9),
    "AdamW": lambda ws: torch.optim.AdamW(ws, lr=0.1),
    "L-BFGS": lambda ws: torch.optim.LBFGS(ws, lr=0.1, max_iter=4),
}
print("               moved        steps counted")
print("               None  zeros  None  zeros")
for name, make_optimizer in optimizers.items():
    none, zeros = (coast(make_optimizer, to) for to in (True, False))
    print(
        f"{name:13}{none['moved']:6.2f}{zeros['moved']:7.2f}  "
        f"{none['counted']!s:6}{zeros['counted']}"
    )
