"""Adversarial training: what the attack leaves in the weights' .grad."""

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

pixels, labels = load_digits(return_X_y=True)
X = torch.tensor(pixels, dtype=torch.float32) / 16  # from 0 to 1
y = torch.tensor(labels)


def attack(model, by: str, size: float = 0.1, steps: int = 4):
    """Return images moved by at most `size`, up the loss."""
    x = X.clone().requires_grad_()
    for _ in range(steps):
        x.grad = None  # no zero_grad() knows x
        loss = cross_entropy(model(x), y)
        if by == "backward()":
            loss.backward()
        elif by == "backward(inputs=[x])":
            loss.backward(inputs=[x])
        else:
            x.grad = torch.autograd.grad(loss, x)[0]
        with torch.no_grad():
            x += size / 2 * x.grad.sign()
            x.clamp_(X - size, X + size)
    return x.detach()


def surplus(by: str, clear: str) -> float:
    """Return the length of weight.grad at the step over the right one."""
    torch.manual_seed(0)
    model = torch.nn.Linear(64, 10)
    if clear == "before":
        model.zero_grad()
    x = attack(model, by)
    if clear == "after":
        model.zero_grad()
    loss = cross_entropy(model(x), y)
    (fresh,) = torch.autograd.grad(loss, model.weight, retain_graph=True)
    loss.backward()
    return (model.weight.grad.norm() / fresh.norm()).item()


print("the attack asks by    clear      weight.grad, 1 is right")
for by in ("backward()", "backward(inputs=[x])", "autograd.grad"):
    print(f"{by:22}before it  {surplus(by, 'before'):.2f}")
print(f"{'backward()':22}after it   {surplus('backward()', 'after'):.2f}")
