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


def left_by(turn, **options) -> list:
    """Return each network's weight gradient after a turn from clean."""
    generator.zero_grad()
    discriminator.zero_grad()
    turn(**options)
    return [generator.weight.grad, discriminator.weight.grad]


def both_turns(clear=False, **cure) -> list:
    """Return what the generator, then the discriminator steps along."""
    for_generator, _ = left_by(generators_turn, **cure)
    if clear:
        discriminator.zero_grad()
    discriminators_turn(detach=True)
    return [for_generator, discriminator.weight.grad]


own = list(generator.parameters())
rows = {
    "generator's turn alone": left_by(generators_turn),
    "discriminator's alone": left_by(discriminators_turn, detach=True),
    "  without detach()": left_by(discriminators_turn, detach=False),
    "both turns": both_turns(),
    "  zero_grad() between": both_turns(clear=True),
    "  requires_grad_(False)": both_turns(freeze=True),
    "  backward(inputs=...)": both_turns(inputs=own),
}
print(f"{'length of .grad in':24}generator  discriminator")
for name, grads in rows.items():
    words = ["-" if g is None else f"{g.norm():.2f}" for g in grads]
    print(f"{name:24}{words[0]:>9}{words[1]:>15}")
