"""Where forgetting is momentum 1, and where it is something else."""

import torch

torch.manual_seed(0)
X, y = torch.randn(64, 5), torch.randn(64)
SGD, RMSprop = torch.optim.SGD, torch.optim.RMSprop


def path(clear, optimizer=SGD, head=None, parts=1, clip=None, **options):
    """Return the weights of two heads after each of 50 steps."""
    torch.manual_seed(0)
    heads = [torch.zeros(5, requires_grad=True) for _ in range(2)]
    optimizer = optimizer(heads, lr=0.01, **options)
    steps = []
    for step in range(50):
        if clear:
            optimizer.zero_grad(set_to_none=clear != "to zeros")
        w = heads[head(step) if head else 0]  # the one in the loss
        for rows in torch.randint(64, (16,)).chunk(parts):
            ((X[rows] @ w - y[rows]).pow(2).mean() / parts).backward()
        if clip:
            torch.nn.utils.clip_grad_norm_(heads, clip)
        optimizer.step()
        steps.append(torch.cat(heads).detach())
    return torch.stack(steps)


in_turn, one_half_each = (lambda step: step % 2), (lambda step: step // 25)
cases = {  # options of both loops, of the forgotten one, of momentum 1
    "plain": ({}, {}, {}),
    "maximize": ({"maximize": True}, {}, {}),
    "heads in turn, zeros": ({"head": in_turn}, {}, {"clear": "to zeros"}),
    "heads in turn": ({"head": in_turn}, {}, {}),
    "one head, then the other": ({"head": one_half_each}, {}, {}),
    "four micro-batches": ({"parts": 4}, {}, {}),
    "weight decay": ({"weight_decay": 0.1}, {}, {}),
    "Nesterov": ({}, {}, {"nesterov": True}),
    "dampening": ({}, {}, {"dampening": 0.1}),
    "clipping": ({"clip": 0.5}, {}, {}),
    "momentum 0.9 on top": ({}, {"momentum": 0.9}, {}),
    "RMSprop": ({"optimizer": RMSprop}, {}, {}),
}


def paths(both, forgotten, momentum):
    """Return the path without the call, and that of momentum 1."""
    without = path(**{"clear": False, **both, **forgotten})
    right = path(**{"clear": True, "momentum": 1.0, **both, **momentum})
    return without, right


print("                          same bits   apart after 50 steps")
for name, options in cases.items():
    without, momentum = paths(*options)
    same = torch.equal(without, momentum)
    apart = (without - momentum)[-1].norm() / momentum[-1].norm()
    print(f"{name:25} {same!s:>9}{apart:15.0%}")
