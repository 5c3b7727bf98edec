"""The loss oscillates: is .grad the gradient of this loss, and no more?"""

# region probe
import torch


def backward(loss, parameters):
    """Call this in place of loss.backward()."""
    parameters = [p for p in parameters if p.requires_grad]
    loss.backward(retain_graph=True)
    fresh = torch.autograd.grad(loss, parameters, allow_unused=True)
    stale = sum(
        p.grad is not None and (g is None or not p.grad.allclose(g))
        for p, g in zip(parameters, fresh, strict=True)
    )
    print(f"{stale} of {len(parameters)} gradients hold more")


# endregion
# region loop
def train(clear):
    """Take three steps with the probe in place of backward()."""
    torch.manual_seed(0)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(3):
        if clear:
            optimizer.zero_grad()
        loss = model(torch.randn(8, 4)).square().mean()
        backward(loss, model.parameters())
        optimizer.step()


for name, clear in (("with zero_grad()", True), ("forgotten", False)):
    print(name)
    train(clear)
# endregion
