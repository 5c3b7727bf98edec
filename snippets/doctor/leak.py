"""Wrong: D steps on what the generator's loss left in it."""

import torch
from torch.nn.functional import softplus

torch.manual_seed(0)
G, D = torch.nn.Linear(2, 1), torch.nn.Linear(1, 1)
g_optimizer = torch.optim.SGD(G.parameters(), lr=0.1)
d_optimizer = torch.optim.SGD(D.parameters(), lr=0.1)

for _ in range(20):
    g_optimizer.zero_grad()
    g_loss = softplus(-D(G(torch.randn(64, 2)))).mean()
    g_loss.backward()  # goes through D, and adds to its .grad
    g_optimizer.step()

    real = 4 + torch.randn(64, 1)
    fake = G(torch.randn(64, 2)).detach()
    d_loss = softplus(-D(real)).mean() + softplus(D(fake)).mean()
    d_loss.backward()
    d_optimizer.step()
    d_optimizer.zero_grad()

print(f"D's weight {D.weight.item():.2f}")
