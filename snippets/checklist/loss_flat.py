"""The loss is flat: who has a gradient at the step, and who moves?"""

# region probe
import torch


def watch(model, optimizer):
    """Say at every step who has a gradient and who moves."""
    named, before = dict(model.named_parameters()), {}

    def remember(*_):
        for name, p in named.items():
            before[name] = p.detach().clone()

    def compare(*_):
        has = sum(p.grad is not None for p in named.values())
        moved = sum(not p.equal(before[n]) for n, p in named.items())
        count = len(named)
        print(f"{count} parameters, {has} with .grad, {moved} moved")

    optimizer.register_step_pre_hook(remember)
    optimizer.register_step_post_hook(compare)


# endregion
# region loop
def train(mistake):
    """Take one step with the probe attached."""
    torch.manual_seed(0)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    if mistake == "a layer replaced after the optimizer was made":
        model = torch.nn.Linear(4, 1)
    watch(model, optimizer)
    model(torch.randn(8, 4)).square().mean().backward()
    if mistake == "cleared between backward() and step()":
        optimizer.zero_grad()
    optimizer.step()


for mistake in (
    "none",
    "cleared between backward() and step()",
    "a layer replaced after the optimizer was made",
):
    print(f"mistake: {mistake}")
    train(mistake)
# endregion
