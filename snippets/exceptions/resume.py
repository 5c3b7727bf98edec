"""Stop in the middle of a window, save, load, go on: the same weights?"""

import io

import torch
from torch import nn
from torch.nn.functional import mse_loss

torch.manual_seed(0)
X = torch.randn(64, 6)
y = X.sum(1, keepdim=True)
parts, N = torch.arange(64).split(4), 4  # 16 micro-batches, 4 steps


def start():
    """Return a fresh model with its optimizer."""
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(6, 16), nn.Dropout(), nn.Linear(16, 1))
    return model, torch.optim.AdamW(model.parameters(), lr=0.01)


def run(model, optimizer, first, last):
    """Train on the micro-batches first … last - 1."""
    for i in range(first, last):
        rows = parts[i]
        (mse_loss(model(X[rows]), y[rows]) / N).backward()
        if (i + 1) % N == 0:
            optimizer.step()
            optimizer.zero_grad()


def interrupted(at: int, with_grad: bool) -> torch.Tensor:
    """Return the weights of a run that is saved and loaded on its way."""
    model, optimizer = start()
    run(model, optimizer, 0, at)
    grads = [p.grad for p in model.parameters()]
    state = model.state_dict(), optimizer.state_dict()
    torch.save((*state, torch.get_rng_state(), grads), file := io.BytesIO())

    file.seek(0)
    weights, moments, random, grads = torch.load(file)
    model, optimizer = start()
    model.load_state_dict(weights)
    optimizer.load_state_dict(moments)
    torch.set_rng_state(random)
    if with_grad:
        for p, grad in zip(model.parameters(), grads, strict=True):
            p.grad = grad
    run(model, optimizer, at, len(parts))
    return nn.utils.parameters_to_vector(model.parameters())


model, optimizer = start()
run(model, optimizer, 0, len(parts))
straight = nn.utils.parameters_to_vector(model.parameters())
for name, at, with_grad in (
    ("after a step", 8, False),
    ("in mid-window", 10, False),
    ("in mid-window, .grad saved", 10, True),
):
    same = torch.equal(interrupted(at, with_grad), straight)
    print(f"{name:27} bit for bit the same: {same}")
