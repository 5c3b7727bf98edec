"""The generator's loss flows through D, and D's next step uses it."""

import torch
from torch.nn.functional import softplus

torch.manual_seed(0)
REAL = 4 + torch.randn(64, 1)


def fresh():
    """Return G, D and their optimizers, the same each time."""
    torch.manual_seed(0)
    G = torch.nn.Linear(1, 1)
    hidden, top = torch.nn.Linear(1, 8), torch.nn.Linear(8, 1)
    D = torch.nn.Sequential(hidden, torch.nn.Tanh(), top)
    g_optimizer = torch.optim.SGD(G.parameters(), lr=0.1)
    return G, D, g_optimizer, torch.optim.SGD(D.parameters(), lr=0.1)


def own(loss, weight):
    """Return the gradient of this loss alone."""
    return torch.autograd.grad(loss, weight, retain_graph=True)[0]


def as_found(iterations=5):
    """Return the cosine of D's used and D's own gradient, by iteration."""
    G, D, g_optimizer, d_optimizer = fresh()
    cosines = []
    for _ in range(iterations):
        # region wrong
        softplus(-D(G(torch.randn(64, 1)))).mean().backward()
        g_optimizer.step()
        g_optimizer.zero_grad()
        # endregion
        fake = G(torch.randn(64, 1)).detach()
        loss = softplus(-D(REAL)).mean() + softplus(D(fake)).mean()
        alone = own(loss, D[0].weight)
        loss.backward()
        used = D[0].weight.grad
        cosines.append(torch.cosine_similarity(alone, used, dim=0).item())
        d_optimizer.step()
        d_optimizer.zero_grad()
    return cosines


def repaired(iterations=5):
    """Return the cosine of D's used and D's own gradient, by iteration."""
    G, D, g_optimizer, d_optimizer = fresh()
    cosines = []
    for _ in range(iterations):
        # region right
        softplus(-D(G(torch.randn(64, 1)))).mean().backward()
        g_optimizer.step()
        g_optimizer.zero_grad()

        d_optimizer.zero_grad()  # what G's loss left in D
        # endregion
        fake = G(torch.randn(64, 1)).detach()
        loss = softplus(-D(REAL)).mean() + softplus(D(fake)).mean()
        alone = own(loss, D[0].weight)
        loss.backward()
        used = D[0].weight.grad
        cosines.append(torch.cosine_similarity(alone, used, dim=0).item())
        d_optimizer.step()
        d_optimizer.zero_grad()
    return cosines


print("D's used gradient along D's own: cosine, iterations 1 to 5")
print("as found  ", *(f"{cosine:6.2f}" for cosine in as_found()))
print("repaired  ", *(f"{cosine:6.2f}" for cosine in repaired()))
