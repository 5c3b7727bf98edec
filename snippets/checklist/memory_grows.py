"""Memory grows in every iteration: does the graph grow?"""

# region probe
import gc

import torch


def operations():
    """Call this at the end of an iteration: operations in all graphs."""
    gc.collect()
    alive, tensor = gc.get_objects(), torch.Tensor
    waiting = [x.grad_fn for x in alive if issubclass(type(x), tensor)]
    seen = set()
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            waiting += [before for before, _ in node.next_functions]
    return len(seen)


# endregion
# region loop
import itertools


def train(log):
    """Return by how much the probe's number grows, by iteration."""
    torch.manual_seed(0)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    kept, sizes = [], []
    for _ in range(4):
        optimizer.zero_grad()
        loss = model(torch.randn(8, 4)).square().mean()
        loss.backward()
        optimizer.step()
        kept.append(log(loss))
        sizes.append(operations())
    return [b - a for a, b in itertools.pairwise(sizes)]


print("loss.item() kept: grows by", train(lambda loss: loss.item()))
print("loss kept:        grows by", train(lambda loss: loss))
# endregion
