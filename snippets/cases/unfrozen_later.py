"""A layer is unfrozen after the optimizer has been made."""

import torch


def train(fixed):
    """Return the unfrozen layer's gradient by iteration; has it moved?"""
    torch.manual_seed(0)
    body, head = torch.nn.Linear(1, 1), torch.nn.Linear(1, 1)
    body.requires_grad_(False)
    model = torch.nn.Sequential(body, head)
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(trainable, lr=0.1)

    body.requires_grad_(True)
    if fixed:
        optimizer.add_param_group({"params": body.parameters()})
    before, gradients = body.weight.detach().clone(), []
    for _ in range(4):
        optimizer.zero_grad()
        model(torch.ones(1, 1)).square().sum().backward()
        gradients.append(round(body.weight.grad.item(), 2))
        optimizer.step()
    return gradients, not torch.equal(body.weight, before)


for name, fixed in (("as found", False), ("repaired", True)):
    gradients, moved = train(fixed)
    print(f"{name:10} .grad {gradients}, moved: {moved}")
