"""Two optimizers: a call that looks as if it were there twice."""

import torch

# region setup
torch.manual_seed(0)
G, D = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)
real, fake = torch.randn(64, 2) + 3, G(torch.randn(64, 2))


# endregion
# region round
def gradient_of_D(between: bool):
    """Let G learn, then D; return what G left in D, and D's .grad."""
    G.zero_grad()
    D.zero_grad()  # D has just stepped, and is cleared
    (-D(fake).mean()).backward(retain_graph=True)  # G learns through D
    left = D.weight.grad[0].clone()
    if between:
        D.zero_grad()  # "redundant, D is cleared after its step"
    (D(fake.detach()).mean() - D(real).mean()).backward()  # D learns
    return left, D.weight.grad[0]


# endregion
left, right = gradient_of_D(between=True)
_, wrong = gradient_of_D(between=False)
print("D's own gradient       ", right)
print("left in D by G's loss  ", left)
print("without the second call", wrong)
