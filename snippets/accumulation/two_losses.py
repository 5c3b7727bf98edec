"""Two backward() calls, one per loss, equal one backward() of the sum."""

import torch

# region setup
torch.manual_seed(0)
x = torch.randn(8, 4)
features = torch.nn.Linear(4, 3)
price, age = torch.nn.Linear(3, 1), torch.nn.Linear(3, 1)


def two_losses():
    """Return the losses of two tasks that look at the same features."""
    shared = torch.tanh(features(x))
    return (price(shared) - 1).pow(2).mean(), age(shared).abs().mean()


# endregion
# region in_turn
def gradient_after(*losses):
    """Call backward() on each loss; return features.weight.grad."""
    features.zero_grad()
    for loss in losses:
        loss.backward(retain_graph=True)  # the losses share one graph
    return features.weight.grad


# endregion
first, second = two_losses()
in_turn = gradient_after(first, second)
at_once = gradient_after(first + second)

print("first loss alone   ", gradient_after(first)[0])
print("second loss alone  ", gradient_after(second)[0])
print("first, then second ", in_turn[0])
print("their sum, once    ", at_once[0])
print("same numbers       ", torch.allclose(in_turn, at_once))
