"""model.zero_grad() does not know the input."""

import torch

x, model = torch.ones(2, requires_grad=True), torch.nn.Linear(2, 1)
torch.nn.init.ones_(model.weight)
for _ in range(3):
    model.zero_grad()
    model(x).sum().backward()
    print("weight", model.weight.grad.tolist(), "x", x.grad.tolist())
x.grad = None
print("x", x.grad)
