"""10 batches in windows of 4, two epochs: what each step adds up."""

import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
for epoch in (1, 2):
    for i in range(10):
        w.sum().backward()  # a gradient of 1
        if (i + 1) % 4 == 0:
            optimizer.step()
            print("epoch", epoch, "- batches in this step:", int(w.grad))
            optimizer.zero_grad()
print("lost at the end:", int(w.grad))
