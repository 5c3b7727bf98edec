"""A GAN: each optimizer is cleared right before its own backward()."""

import torch
from torch.nn.functional import softplus

torch.manual_seed(0)
G, D = torch.nn.Linear(2, 1), torch.nn.Linear(1, 1)
g_optimizer = torch.optim.SGD(G.parameters(), lr=0.1)
d_optimizer = torch.optim.SGD(D.parameters(), lr=0.1)

for _ in range(20):
    fake = G(torch.randn(64, 2))
    real = 4 + torch.randn(64, 1)

    d_optimizer.zero_grad()
    d_loss = softplus(-D(real)) + softplus(D(fake.detach()))
    d_loss.mean().backward()
    d_optimizer.step()

    g_optimizer.zero_grad()
    softplus(-D(fake)).mean().backward()
    g_optimizer.step()

print(f"D's weight {D.weight.item():.2f}")
