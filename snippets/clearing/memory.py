"""Bytes that each phase of an iteration allocates, less those it frees."""

import torch
from torch.profiler import profile, record_function

SGD = torch.optim.SGD
phases = ("zero_grad", "forward", "backward", "step")


def train(set_to_none: bool, phase, batch=128, window=1, make=SGD) -> int:
    """Run four steps, each phase in `phase(name)`; return P in bytes."""
    torch.manual_seed(0)
    model = torch.nn.Sequential()
    for _ in range(4):
        model.extend([torch.nn.Linear(256, 256), torch.nn.Tanh()])
    model.append(torch.nn.Linear(256, 1))
    optimizer = make(model.parameters(), lr=0.01)
    x = torch.randn(batch, 256)
    for _ in range(4):
        with phase("zero_grad"):
            optimizer.zero_grad(set_to_none=set_to_none)
        for _ in range(window):  # micro-batches
            with phase("forward"):
                loss = model(x).square().mean()
            with phase("backward"):
                loss.backward()
        with phase("step"):
            optimizer.step()
    return sum(parameter.nbytes for parameter in model.parameters())


def net(set_to_none: bool) -> dict[str, float]:
    """Return what each phase of the last iteration adds, in P."""
    with profile(profile_memory=True) as profiler:
        P = train(set_to_none, record_function)
    last = {e.name: e for e in profiler.events() if e.name in phases}
    return {name: last[name].cpu_memory_usage / P for name in phases}


none, zeros = net(True), net(False)
print("P = bytes of the weights       None  zeros")
for name in phases:
    print(f"{name:28}{none[name]:+7.2f}{zeros[name]:+7.2f}")
