"""The gradient lives on the weight until zero_grad() takes it away."""

import torch

model = torch.nn.Linear(1, 1, bias=False)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x = torch.tensor([[3.0]])
seen = {}


def note(event):
    """Write down model.weight.grad as it is after this event."""
    grad = model.weight.grad
    seen[event] = None if grad is None else grad.item()


loss = model(x).sum()
loss.backward()
note("loss.backward()")
del loss  # and the graph with it
note("del loss")
optimizer.step()
note("optimizer.step()")
model.eval()
note("model.eval()")
with torch.no_grad():
    model(x)
note("torch.no_grad()")
optimizer.zero_grad()
note("optimizer.zero_grad()")

for event, grad in seen.items():
    print(f"{event:22} {grad}")
