"""Fine-tuning in two phases; the second unfreezes a layer, in vain."""

import torch

# region setup
torch.manual_seed(0)
# endregion
# region phases
model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Linear(3, 1))
model[0].requires_grad_(False)
trainable = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.SGD(trainable, lr=0.1)
x, first_layer = torch.randn(8, 3), []

for iteration in range(6):
    if iteration == 2:
        model[0].requires_grad_(True)  # the second phase
    optimizer.zero_grad()
    model(x).square().mean().backward()
    before = model[0].weight.detach().clone()
    optimizer.step()
    grad = model[0].weight.grad
    norm = None if grad is None else round(grad.norm().item(), 2)
    first_layer.append((norm, torch.equal(model[0].weight, before)))
# endregion

print("iteration  first layer: norm of .grad  unchanged")
for iteration, (norm, unchanged) in enumerate(first_layer):
    print(f"{iteration:9}  {norm!s:>26}  {unchanged}")
