"""A retained activation accumulates when one graph is walked twice."""

import torch

w = torch.tensor(2.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
of_weight, of_hidden = [], []

hidden = 3 * w
hidden.retain_grad()
loss = hidden**2
for _ in range(2):
    optimizer.zero_grad()
    loss.backward(retain_graph=True)
    of_weight.append(w.grad.item())
    of_hidden.append(hidden.grad.item())

hidden = 3 * w  # a new forward pass makes a new tensor
hidden.retain_grad()
(hidden**2).backward()

print("w.grad               ", of_weight)
print("hidden.grad          ", of_hidden)
print("hidden.grad, new pass", hidden.grad.item())
