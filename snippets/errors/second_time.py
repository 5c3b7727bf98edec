"""Raises RuntimeError: the second chunk's graph leads into the first's."""

import torch

torch.manual_seed(0)
rnn = torch.nn.RNN(1, 4)
chunks = torch.randn(2, 5, 1, 1)  # two chunks of five time steps

hidden = torch.zeros(1, 1, 4)
for chunk in chunks:
    rnn.zero_grad()
    # region right
    output, hidden = rnn(chunk, hidden.detach())
    output.sum().backward()
    # endregion
print(f"detached: norm {rnn.weight_hh_l0.grad.norm().item():.2f}")

for chunk in chunks:
    rnn.zero_grad()
    # region wrong
    output, hidden = rnn(chunk, hidden)
    output.sum().backward()
    # endregion
