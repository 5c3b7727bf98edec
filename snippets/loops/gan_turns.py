"""A GAN's two turns: which gradients each of them leaves behind."""

import torch

torch.manual_seed(0)
z, real = torch.randn(8, 2), torch.randn(8, 2)
generator = torch.nn.Linear(2, 2)
discriminator = torch.nn.Linear(2, 1)


def generators_turn(freeze=False, inputs=None):
    """Ask for higher scores of the fakes; the path leads through both."""
    discriminator.requires_grad_(not freeze)
    loss = -discriminator(generator(z)).mean()
    loss.backward(inputs=inputs)
    discriminator.requires_grad_(True)


def discriminators_turn(detach):
    """Ask for higher scores of what is real, lower ones of the fakes."""
    fake = generator(z).detach() if detach else generator(z)
    loss = discriminator(fake).mean() - discriminator(real).mean()
    loss.backward()


def left_by(turn, **options):
    """Return each network's weight gradient after a turn from clean."""
    generator.zero_grad()
    discriminator.zero_grad()
    turn(**options)
    grads = generator.weight.grad, discriminator.weight.grad
    return ["-" if g is None else f"{g.norm():.2f}" for g in grads]


own = list(generator.parameters())
rows = {
    "generator's turn": left_by(generators_turn),
    "  requires_grad_(False)": left_by(generators_turn, freeze=True),
    "  backward(inputs=...)": left_by(generators_turn, inputs=own),
    "discriminator's turn": left_by(discriminators_turn, detach=False),
    "  detach()": left_by(discriminators_turn, detach=True),
}
print(f"{'length of .grad in':24}generator  discriminator")
for name, grads in rows.items():
    print(f"{name:24}{grads[0]:>9}{grads[1]:>15}")
