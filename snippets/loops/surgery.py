"""Gradient surgery: two losses disagree, and one step helps both."""

import torch

START = torch.tensor([0.0, 1.0])
w = START.clone().requires_grad_()
optimizer = torch.optim.SGD([w], lr=0.01)


def losses():
    """Return two losses of the same weights."""
    return 5 * (w[0] - 2 * w[1] + 1) ** 2, (w[0] + w[1] - 3) ** 2


def gradients():
    """Return the gradient of each loss; .grad is not touched."""
    return [torch.autograd.grad(loss, w)[0] for loss in losses()]


def project(gradient, other):
    """Remove from a gradient the part that opposes the other one."""
    conflict = gradient.dot(other).clamp(max=0)
    return gradient - conflict / other.dot(other) * other


def changes(combine) -> list[float]:
    """Return how one step with the combined gradient changes each loss."""
    with torch.no_grad():
        w.copy_(START)
    before = torch.stack(losses())
    w.grad = combine(*gradients())  # replaces: nothing to clear
    optimizer.step()
    return (torch.stack(losses()) - before).tolist()


first, second = gradients()
cosine = torch.cosine_similarity(first, second, 0)
of_sum = changes(lambda a, b: a + b)
projected = changes(lambda a, b: project(a, b) + project(b, a))

print(f"cosine of the two gradients     {cosine:.2f}")
print("losses change, step along")
print("  the sum                      ", *(f"{c:+.2f}" for c in of_sum))
print("  the projected ones' sum      ", *(f"{c:+.2f}" for c in projected))
