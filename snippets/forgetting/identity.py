"""Without zero_grad(), plain SGD is SGD with momentum 1, bit for bit."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

images, labels = (torch.tensor(a) for a in load_digits(return_X_y=True))
images = images.float() / 16


def path(parameters, loss, clear, optimizer=torch.optim.SGD, **options):
    """Return all weights after each of 200 steps."""
    optimizer = optimizer(parameters, **options)
    steps = []
    for _ in range(200):
        if clear:
            optimizer.zero_grad()
        loss().backward()
        optimizer.step()
        steps.append(torch.cat([p.detach().flatten() for p in parameters]))
    return torch.stack(steps)


def quadratic(clear, **options):
    """Minimise w²/2 from w = 1."""
    w = torch.tensor([1.0], requires_grad=True)
    return path([w], lambda: w.square().sum() / 2, clear, **options)


def network(clear, seed=0, **options):
    """Classify digits, a random mini-batch of 32 at every step."""
    torch.manual_seed(seed)
    hidden, top = torch.nn.Linear(64, 16), torch.nn.Linear(16, 10)

    def loss():
        batch = torch.randint(len(images), (32,))
        logits = top(torch.tanh(hidden(images[batch])))
        return cross_entropy(logits, labels[batch])

    parameters = [*hidden.parameters(), *top.parameters()]
    return path(parameters, loss, clear, **options)


for problem in (quadratic, network):
    forgotten = problem(False, lr=0.1)
    momentum = problem(True, lr=0.1, momentum=1.0)
    same = torch.equal(forgotten, momentum)
    name, count = problem.__name__, forgotten.numel()
    print(f"{name:10}{count:7} numbers, same bits: {same}")
