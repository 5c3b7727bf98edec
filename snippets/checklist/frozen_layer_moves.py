"""A frozen layer moves: what does its .grad hold?"""

# region probe
import torch


def frozen(model):
    """Call this before step(): None is the only safe answer."""
    for name, p in model.named_parameters():
        if not p.requires_grad:
            holds = "None"
            if p.grad is not None:
                holds = "a gradient" if p.grad.any() else "zeros"
            print(f"{name}.grad holds {holds}", end=", ")


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
            frozen(model)
        model(torch.randn(8, 3)).square().mean().backward()
        optimizer.step()
    moved = (layers[0].weight - before).norm()
    print(f"moved by {moved:.2f}")


for clear in ("to None", "to zeros", "not at all"):
    print(f"cleared {clear}:", end=" ")
    train(clear)
# endregion
