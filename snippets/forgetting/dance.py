"""At lr·λ = 1 the forgotten loop repeats itself every six steps."""

import torch

w = torch.tensor(4.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
weights, gradients = [], []

for _ in range(600):
    loss = w**2 / 2
    loss.backward()
    optimizer.step()
    weights.append(int(w))
    gradients.append(int(w.grad))

print("w        ", weights[:12])
print("w.grad   ", gradients[:12])
print("repeats exactly 100 times:", weights == 100 * weights[:6])
