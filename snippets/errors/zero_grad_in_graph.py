"""One graph for a whole iteration: Dynamo refuses zero_grad()."""

import torch

model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x = torch.ones(2, 3)


def iteration():
    optimizer.zero_grad()
    model(x).mean().backward()
    optimizer.step()


try:
    # region wrong
    torch.compile(iteration, backend="eager", fullgraph=True)()
    # endregion
except torch._dynamo.exc.Unsupported as error:
    print("\n".join(str(error).splitlines()[:2]))

# region right
torch.compile(iteration, backend="eager")()
# endregion
print("with breaks in the graph it runs; gradient", model.bias.grad)
