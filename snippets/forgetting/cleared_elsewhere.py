"""A loop without zero_grad() that is right: somebody else clears."""

import torch

torch.manual_seed(0)
X, y = torch.randn(64, 5), torch.randn(64)


def train(clear: bool, trainer: bool):
    """Return the weights after 100 steps."""
    w = torch.zeros(5, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    if trainer:  # what a training framework does out of your sight
        optimizer.register_step_post_hook(lambda o, *_: o.zero_grad())
    for _ in range(100):
        if clear:
            optimizer.zero_grad()
        (X @ w - y).pow(2).mean().backward()
        optimizer.step()
    return w.detach()


by_hand = train(clear=True, trainer=False)
by_trainer = train(clear=False, trainer=True)
by_nobody = train(clear=False, trainer=False)
print("the trainer clears: same weights", torch.equal(by_trainer, by_hand))
print("nobody clears:      same weights", torch.equal(by_nobody, by_hand))
