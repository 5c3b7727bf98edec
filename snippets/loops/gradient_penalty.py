"""A gradient penalty: take the inner gradient without touching .grad."""

import torch

torch.manual_seed(0)
layers = torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1)
critic = torch.nn.Sequential(*layers)
samples = torch.randn(16, 2)


def slope(x):
    """Return d critic / dx with torch.autograd.grad."""
    return torch.autograd.grad(critic(x).sum(), x, create_graph=True)[0]


def slope_by_backward(x):
    """Return the same from .grad: the critic's weights get some too."""
    critic(x).sum().backward(create_graph=True)
    return x.grad


def weight_gradient(slope):
    """Return what the penalty leaves in the first layer."""
    critic.zero_grad()
    x = samples.clone().requires_grad_()
    penalty = (slope(x).norm(dim=1) - 1).pow(2).mean()
    penalty.backward()
    return layers[0].weight.grad.detach().clone()


right, polluted = weight_gradient(slope), weight_gradient(slope_by_backward)
of_score = torch.autograd.grad(critic(samples).sum(), layers[0].weight)[0]
print(f"with autograd.grad   length {right.norm():5.2f}")
print(f"with backward()      length {polluted.norm():5.2f}")
extra = torch.allclose(polluted, right + of_score, atol=1e-5)
print("the surplus is the gradient of the scores:", extra)
