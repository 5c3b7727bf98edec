"""The generator's loss flows through D, and D's next step uses it."""

import torch
from torch.nn.functional import softplus

torch.manual_seed(0)
REAL = 4 + torch.randn(64, 1)


def train(fixed, iterations=5):
    """Return the cosine of D's used and D's own gradient, by iteration."""
    torch.manual_seed(0)
    G = torch.nn.Linear(1, 1)
    hidden, top = torch.nn.Linear(1, 8), torch.nn.Linear(8, 1)
    D = torch.nn.Sequential(hidden, torch.nn.Tanh(), top)
    g_optimizer = torch.optim.SGD(G.parameters(), lr=0.1)
    d_optimizer = torch.optim.SGD(D.parameters(), lr=0.1)
    cosines = []
    for _ in range(iterations):
        softplus(-D(G(torch.randn(64, 1)))).mean().backward()
        g_optimizer.step()
        g_optimizer.zero_grad()

        if fixed:
            d_optimizer.zero_grad()
        fake = G(torch.randn(64, 1)).detach()
        loss = softplus(-D(REAL)).mean() + softplus(D(fake)).mean()
        own = torch.autograd.grad(loss, hidden.weight, retain_graph=True)
        loss.backward()
        used = hidden.weight.grad
        cosines.append(torch.cosine_similarity(*own, used, dim=0).item())
        d_optimizer.step()
        d_optimizer.zero_grad()
    return cosines


print("D's used gradient along D's own: cosine, iterations 1 to 5")
for name, fixed in (("as found", False), ("repaired", True)):
    print(f"{name:10}", *(f"{cosine:6.2f}" for cosine in train(fixed)))
