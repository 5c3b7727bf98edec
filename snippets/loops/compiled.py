"""torch.compile in a loop that clears: how many graphs it has to build."""

import torch
from torch._dynamo.testing import CompileCounter

X = torch.randn(8, 4)


def experts(count):
    """Return some layers, of which an iteration uses one or all."""
    torch.manual_seed(0)
    return torch.nn.ModuleList(torch.nn.Linear(4, 1) for _ in range(count))


def graphs_of_model(set_to_none: bool) -> int:
    """Compile a layer; clear, accumulate two gradients, step; six times."""
    torch._dynamo.reset()
    counter, layers = CompileCounter(), experts(1)
    model = torch.compile(layers[0], backend=counter)
    optimizer = torch.optim.SGD(layers.parameters(), lr=0.1)
    for _ in range(6):
        optimizer.zero_grad(set_to_none)
        for _ in range(2):
            model(X).mean().backward()
        optimizer.step()
    return counter.frame_count


def graphs_of_step(set_to_none: bool, count: int = 3) -> int:
    """Compile step(); use all experts once, then one at a time."""
    torch._dynamo.reset()
    counter, layers = CompileCounter(), experts(count)
    optimizer = torch.optim.SGD(layers.parameters(), lr=0.1)
    step = torch.compile(optimizer.step, backend=counter)
    for used in (layers, *([layer] for layer in layers)):
        optimizer.zero_grad(set_to_none)
        sum(layer(X) for layer in used).mean().backward()
        step()
    return counter.frame_count


def why_not(line: str) -> str:
    """Compile one line without graph breaks; return the first reason."""
    torch._dynamo.reset()
    layers = experts(1)
    optimizer = torch.optim.SGD(layers.parameters(), lr=0.1)
    lines = {
        "zero_grad()": lambda: optimizer.zero_grad(),
        "backward()": lambda: layers[0](X).mean().backward(),
        "step()": lambda: optimizer.step(),
    }
    try:
        torch.compile(lines[line], backend="eager", fullgraph=True)()
    except torch._dynamo.exc.Unsupported as error:
        return str(error).splitlines()[0]
    return "compiled"


print("graphs of                to None  to zeros")
for name, graphs in (
    ("a model", graphs_of_model),
    ("step()", graphs_of_step),
):
    print(f"{name:24}{graphs(True):8}{graphs(False):10}")
print("in one graph:")
for line in ("zero_grad()", "backward()", "step()"):
    print(f"  {line:22}{why_not(line)}")
