"""A GAN whose discriminator keeps what the generator's turn left in it."""

# region setup
import torch
from torch import nn
from torch.nn.functional import relu, softplus

LOSSES = {  # of the discriminator's scores; of the generator's
    "hinge": (
        lambda real, fake: relu(1 - real).mean() + relu(1 + fake).mean(),
        lambda fake: -fake.mean(),
    ),
    "cross-entropy": (
        lambda real, fake: softplus(-real).mean() + softplus(fake).mean(),
        lambda fake: softplus(-fake).mean(),
    ),
}


def network():
    """Return a map from number to number with 16 hidden units."""
    return nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))


def distance(a, b):
    """Return the mean distance between two samples, once sorted."""
    return (a.sort(0).values - b.sort(0).values).abs().mean().item()


def train(loss: str, clear: bool, seed: int = 0, iterations=300) -> list:
    """Return how far the fakes are from the data, at every iteration."""
    torch.manual_seed(seed)
    d_loss, g_loss = LOSSES[loss]
    generator, discriminator = network(), network()
    g_optimizer = torch.optim.SGD(generator.parameters(), lr=0.05)
    d_optimizer = torch.optim.SGD(discriminator.parameters(), lr=0.2)
    distances = []
    # endregion
    # region loop
    for _ in range(iterations):
        g_optimizer.zero_grad()
        g_loss(discriminator(generator(torch.randn(64, 1)))).backward()
        g_optimizer.step()

        if clear:
            d_optimizer.zero_grad()
        real = 4 + torch.randn(64, 1)
        fake = generator(torch.randn(64, 1)).detach()
        d_loss(discriminator(real), discriminator(fake)).backward()
        d_optimizer.step()
        d_optimizer.zero_grad()  # too early: the next turn fills it again
        distances.append(distance(real, fake))
    # endregion
    return distances


print("distance, last 100   cleared  leaked")
for loss in LOSSES:
    cleared, leaked = train(loss, clear=True), train(loss, clear=False)
    a, b = (sum(d[-100:]) / 100 for d in (cleared, leaked))
    print(f"{loss:19}{a:9.1f}{b:8.1f}")
