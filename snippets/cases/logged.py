"""A window of four: which loss and which norm does the log show?"""

import torch

LOSSES = [3.0, 2.0, 2.0, 1.0]  # of the micro-batches; their mean is 2
N = len(LOSSES)

w = torch.ones((), requires_grad=True)
parts, norms = [], []
for value in LOSSES:
    loss = w * value / N
    loss.backward()
    parts.append(loss.item())
    norms.append(w.grad.norm().item())

print("loss: the last part             ", parts[-1])
print("      the mean of the parts     ", sum(parts) / N)
print("      the parts, times N, summed", sum(parts) * N)
print("      the sum of the parts      ", sum(parts))
print("norm: after each backward()     ", norms)
print("      their mean                ", sum(norms) / N)
print("      once, before the step     ", norms[-1])
