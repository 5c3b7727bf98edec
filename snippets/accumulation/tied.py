"""A weight used in two places gets both gradients in one backward()."""

import torch

x = torch.tensor([1.0, 2.0])


def reconstruction_loss(encoder, decoder):
    """Squared error of x, squeezed into one number and spread again."""
    code = encoder @ x
    return (code * decoder - x).pow(2).sum()


tied = torch.tensor([1.0, 0.5], requires_grad=True)
reconstruction_loss(tied, tied).backward()

encoder = torch.tensor([1.0, 0.5], requires_grad=True)
decoder = torch.tensor([1.0, 0.5], requires_grad=True)
reconstruction_loss(encoder, decoder).backward()

print("as encoder ", encoder.grad.tolist())
print("as decoder ", decoder.grad.tolist())
print("their sum  ", (encoder.grad + decoder.grad).tolist())
print("tied       ", tied.grad.tolist())
