"""An input that asks for a gradient accumulates; no optimizer clears it."""

import torch

model = torch.nn.Linear(2, 1)
torch.nn.init.constant_(model.weight, 3.0)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x = torch.tensor([1.0, 2.0], requires_grad=True)
of_weight, of_input = [], []

for _ in range(3):
    optimizer.zero_grad()
    model(x).sum().backward()
    of_weight.append(model.weight.grad[0].tolist())
    of_input.append(x.grad.tolist())

x.grad = None  # the way to clear it
model(x).sum().backward()

print("weight.grad   ", of_weight)
print("x.grad        ", of_input)
print("x.grad cleared", x.grad.tolist())
