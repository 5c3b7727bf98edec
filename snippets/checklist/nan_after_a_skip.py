"""After a skipped batch every loss is skipped: is .grad still finite?"""

# region probe
import torch


def broken(model):
    """Call this before backward(): who holds NaN or infinity."""
    grads = {name: p.grad for name, p in model.named_parameters()}
    given = {n: g.to_dense() for n, g in grads.items() if g is not None}
    return [n for n, g in given.items() if not g.isfinite().all()]


# endregion
# region loop
def train(clear_on_skip):
    """Return what the probe finds in six iterations; the third is bad."""
    torch.manual_seed(0)
    model = torch.nn.Linear(2, 1, bias=False)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    found = []
    for i in range(6):
        found.append(broken(model))
        x = torch.randn(8, 2) * (float("nan") if i == 2 else 1.0)
        model(x).square().mean().backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        if not norm.isfinite():
            if clear_on_skip:
                optimizer.zero_grad()
            continue
        optimizer.step()
        optimizer.zero_grad()
    return found


print("cleared on the skip", train(clear_on_skip=True))
print("not cleared        ", train(clear_on_skip=False))
# endregion
