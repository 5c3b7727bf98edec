"""It trains with AMP and not without: is .grad clear before backward()?"""

# region probe
import torch


def left_over(model):
    """Call this before a step's first backward(): [] if clear."""
    grads = {name: p.grad for name, p in model.named_parameters()}
    given = {name: g for name, g in grads.items() if g is not None}
    return [name for name, g in given.items() if g.any()]


# endregion
# region loop
def train(clear, scaled):
    """Return whether 200 iterations learn it, and what the probe saw."""
    torch.manual_seed(0)
    X = torch.randn(64, 4)
    y = X.sum(1, keepdim=True)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    scaler = torch.amp.GradScaler("cpu", enabled=scaled)
    for _ in range(200):
        if clear:
            optimizer.zero_grad()
        found = left_over(model)
        loss = torch.nn.functional.mse_loss(model(X), y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
    return loss.item() < 0.1, found


print("                            learns  left over")
for name, clear in (("with zero_grad()", True), ("forgotten", False)):
    for scaler, scaled in (("GradScaler", True), ("without", False)):
        learns, found = train(clear, scaled)
        print(f"{name:16} {scaler:10} {learns!s:>6}  {found}")
# endregion
