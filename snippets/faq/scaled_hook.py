"""What hooks see in a scaled window of two micro-batches."""

import torch

w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scaler = torch.amp.GradScaler("cpu", init_scale=8.0)
seen = []
w.register_hook(lambda gradient: seen.append(gradient.item()))

for _ in range(2):
    scaler.scale(w.sum()).backward()  # each gradient is 1
scaler.unscale_(optimizer)

print("the hook saw           ", seen)
print(".grad after unscale_() ", w.grad.item())
