"""A step inside backward(): each gradient is used and dropped at once."""

# region setup
import torch

torch.manual_seed(0)
X = torch.randn(16, 64)


def network():
    """Return ten layers; the same each time."""
    torch.manual_seed(0)
    layers = [torch.nn.Linear(64, 64) for _ in range(10)]
    for layer in layers:
        torch.nn.init.orthogonal_(layer.weight)  # keeps lengths
    return torch.nn.Sequential(*layers)


def backward_window(model, micro_batches):
    """Accumulate the gradient of a mean loss over the micro-batches."""
    for x in X.chunk(micro_batches):
        (model(x).square().sum() / X.numel()).backward()


def after_backward(micro_batches: int = 1):
    """Return weights and the bytes of gradients held; step at the end."""
    model, held = network(), []
    watch(model, held)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    backward_window(model, micro_batches)
    optimizer.step()
    optimizer.zero_grad()
    return list(model.parameters()), held


def in_backward(micro_batches: int = 1):
    """The same with an optimizer per parameter, called by a hook."""
    model, held = network(), []
    watch(model, held)
    # endregion
    # region hook
    optimizers = {p: torch.optim.SGD([p], 0.1) for p in model.parameters()}

    def step(parameter):
        optimizers[parameter].step()
        optimizers[parameter].zero_grad()

    for parameter in model.parameters():
        parameter.register_post_accumulate_grad_hook(step)
    # endregion
    backward_window(model, micro_batches)
    return list(model.parameters()), held


def watch(model, held):
    """Note, when a gradient arrives, the bytes of all that are there."""
    parameters = list(model.parameters())

    def note(_):
        grads = [p.grad for p in parameters if p.grad is not None]
        held.append(sum(grad.nbytes for grad in grads))

    for parameter in parameters:
        parameter.register_post_accumulate_grad_hook(note)


def same(one, other):
    """Are all weights equal, bit for bit?"""
    return all(map(torch.equal, one, other))


(plain, held), (early, held_early) = after_backward(), in_backward()
print("bytes of .grad, at most:", max(held), "and", max(held_early))
print("same weights           ", same(plain, early))
(plain, _), (early, _) = after_backward(4), in_backward(4)
print("same, in a window of 4 ", same(plain, early))
