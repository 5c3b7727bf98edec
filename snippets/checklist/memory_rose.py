"""Memory rose: who holds gradients between two iterations?"""

# region probe
import torch


def held(model, optimizer):
    """Call this after zero_grad(): bytes of .grad, by owner."""

    def size(parameters):
        grads = [p.grad for p in parameters if p.grad is not None]
        dense = (g._values() if g.is_sparse else g for g in grads)
        return sum(g.nbytes for g in dense)

    its = {p for group in optimizer.param_groups for p in group["params"]}
    others = set(model.parameters()) - its
    print(f"the optimizer's parameters {size(its)}, others {size(others)}")


# endregion
# region loop
def train(mistake):
    """Train a backbone with a head; probe after two iterations."""
    torch.manual_seed(0)
    backbone, head = torch.nn.Linear(64, 64), torch.nn.Linear(64, 1)
    model = torch.nn.Sequential(backbone, head)
    trained = head if mistake == "backbone left out" else model
    optimizer = torch.optim.SGD(trained.parameters(), lr=0.1)
    for _ in range(2):
        model(torch.randn(8, 64)).square().mean().backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=mistake != "zeros kept")
    held(model, optimizer)


for mistake in ("none", "zeros kept", "backbone left out"):
    print(f"mistake: {mistake}")
    train(mistake)
# endregion
