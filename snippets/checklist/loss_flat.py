"""The loss is flat: who has a gradient at the step, and who moves?"""

# region probe
import torch


def watch(model, optimizer):
    """Say at every step who has a gradient and who moves."""
    every, before = list(model.parameters()), {}
    groups = optimizer.param_groups

    def remember(*_):
        before.update((p, p.detach().clone()) for p in every)

    def compare(*_):
        its = {id(p) for group in groups for p in group["params"]}
        grads = [p.grad for p in every if p.grad is not None]
        print(
            f"{len(every)} parameters:",
            f"{sum(id(p) in its for p in every)} in the optimizer,",
            f"{len(grads)} with .grad,",
            f"{sum(bool(g.any()) for g in grads)} not 0,",
            f"{sum(not p.equal(before[p]) for p in every)} moved,",
            f"rate {max(float(group['lr']) for group in groups):g}",
        )

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
    if mistake == "none, in a warm-up that starts at rate 0":
        optimizer.param_groups[0]["lr"] = 0.0
    watch(model, optimizer)
    model(torch.randn(8, 4)).square().mean().backward()
    if mistake == "cleared between backward() and step()":
        optimizer.zero_grad()
    optimizer.step()


for mistake in (
    "none",
    "none, in a warm-up that starts at rate 0",
    "cleared between backward() and step()",
    "a layer replaced after the optimizer was made",
):
    print(f"mistake: {mistake}")
    train(mistake)
# endregion
