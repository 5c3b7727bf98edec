"""A frozen layer moves: what does its .grad hold?"""

# region probe
import torch


def frozen(model):
    """Call this before step(): what do the frozen .grad hold?"""
    frozen = [p.grad for p in model.parameters() if not p.requires_grad]
    holds = ["None" if g is None else bool(g.any()) for g in frozen]
    return {
        "frozen": len(frozen),
        "none": holds.count("None"),
        "zeros": holds.count(False),
        "gradients": holds.count(True),
    }


# endregion
# region loop
def train(clear):
    """Train, freeze, clear in one of three ways; then one more step."""
    torch.manual_seed(0)
    layers = torch.nn.Linear(3, 3, bias=False), torch.nn.Linear(3, 1)
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for step in range(2):
        if step == 1:
            layers[0].requires_grad_(False)
            before = layers[0].weight.clone()
            if clear != "not at all":
                optimizer.zero_grad(set_to_none=clear == "to None")
            found = frozen(model)
        model(torch.randn(8, 3)).square().mean().backward()
        optimizer.step()
    moved = (layers[0].weight - before).norm()
    print(f"cleared {clear}: moved by {moved:.2f}")
    print(found)


for clear in ("to None", "to zeros", "not at all"):
    train(clear)
# endregion
