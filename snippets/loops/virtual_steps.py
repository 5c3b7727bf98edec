"""Private training in virtual steps: clip every sample, add noise once."""

import torch
from torch.func import functional_call, grad, vmap

torch.manual_seed(0)
model = torch.nn.Linear(2000, 1, bias=False)
X, y = torch.randn(64, 2000), torch.randn(64, 1)
CLIP = 1.0  # length that no sample's gradient may exceed
weights = {"weight": model.weight.detach()}


def loss(weights, x, target):
    """Return the squared error of one sample."""
    return (functional_call(model, weights, x) - target).square().sum()


def clipped_sum(rows):
    """Return the sum of these samples' gradients, each clipped."""
    per_sample = vmap(grad(loss), in_dims=(None, 0, 0))
    gradients = per_sample(weights, X[rows], y[rows])["weight"]
    lengths = gradients.norm(dim=-1, keepdim=True)
    return (gradients * (CLIP / lengths).clamp(max=1)).sum(0)


def noise(std: float):
    """Return noise that hides one sample, for the weight's gradient."""
    return std * CLIP * torch.randn_like(model.weight)


def window(parts: int, std: float = 1.0, once: bool = True):
    """Return weight.grad when the window's last virtual step is done."""
    model.zero_grad()
    *others, last = torch.arange(len(X)).chunk(parts)
    for rows in (*others, last):
        gradient = clipped_sum(rows)
        if not once or rows is last:
            gradient = gradient + noise(std)
        if model.weight.grad is None:
            model.weight.grad = torch.zeros_like(model.weight)
        model.weight.grad += gradient
    return model.weight.grad


exact = window(1, std=0)
same = torch.allclose(window(4, std=0), exact, atol=1e-5)
print("clipped per sample: 4 parts = 1 part ", same)
once, often = (window(4, once=flag) - exact for flag in (True, False))
print(f"noise, added once per window          {once.std():.1f}")
print(f"noise, added at every virtual step    {often.std():.1f}")
