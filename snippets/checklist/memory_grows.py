"""Memory grows in every iteration: does the graph grow?"""

# region probe
import torch


def graph_size(tensor):
    """Return how many operations backward() would walk through."""
    seen, waiting = set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            waiting += [before for before, _ in node.next_functions]
    return len(seen)


# endregion
# region loop
def train(log):
    """Return the size of the running total's graph, by iteration."""
    torch.manual_seed(0)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    total, sizes = torch.zeros(()), []
    for _ in range(4):
        optimizer.zero_grad()
        loss = model(torch.randn(8, 4)).square().mean()
        loss.backward()
        optimizer.step()
        total = total + log(loss)
        sizes.append(graph_size(total))
    return sizes


print("total + loss.item()", train(lambda loss: loss.item()))
print("total + loss       ", train(lambda loss: loss))
# endregion
