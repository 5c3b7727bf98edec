"""An RNN through time: one backward(), and .grad is written once."""

import torch

torch.manual_seed(0)
cell = torch.nn.RNNCell(2, 3)
sequence = torch.randn(6, 1, 2)  # 6 time steps
weight, writes = cell.weight_hh, []
weight.register_post_accumulate_grad_hook(writes.append)


def loss_through_time():
    """Use the same weight at every time step, then measure the end."""
    hidden = torch.ones(1, 3)
    for x in sequence:
        hidden = cell(x, hidden)
    return hidden.pow(2).sum()


loss_through_time().backward()
(expected,) = torch.autograd.grad(loss_through_time(), [weight])

print("uses of the weight          ", len(sequence))
print("writes to its .grad         ", len(writes))
print("equal to torch.autograd.grad", torch.equal(weight.grad, expected))
