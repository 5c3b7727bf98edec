"""A hook clears after every step; another one reads before it."""

import torch


def length(grad: torch.Tensor) -> float:
    """Return the norm of a gradient, rounded to print."""
    return round(grad.norm().item(), 2)


def train(automatic: bool):
    """Return the weights at the end and the norms read around each step."""
    torch.manual_seed(0)
    x = torch.randn(64, 4)
    y = x.sin().sum(1, keepdim=True)
    model = torch.nn.Linear(4, 1, bias=False)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    before_step, after_step = [], []

    def log(optimizer, args, kwargs):
        before_step.append(length(model.weight.grad))

    def clear(optimizer, args, kwargs):
        optimizer.zero_grad()

    optimizer.register_step_pre_hook(log)
    if automatic:
        optimizer.register_step_post_hook(clear)
    for _ in range(5):
        if not automatic:
            optimizer.zero_grad()
        loss = (model(x) - y).square().mean()
        loss.backward()
        optimizer.step()
        grad = model.weight.grad
        after_step.append(None if grad is None else length(grad))
    return model.weight, before_step, after_step


by_hand, _, read_by_hand = train(automatic=False)
by_hook, logged, read_by_hook = train(automatic=True)

print("same weights                    ", torch.equal(by_hook, by_hand))
print("read after step(), by hand      ", read_by_hand)
print("read after step(), with the hook", read_by_hook)
print("read by a hook before step()    ", logged)
