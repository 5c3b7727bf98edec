"""Raises RuntimeError: the second chunk's graph leads into the first's."""

import torch

torch.manual_seed(0)
rnn = torch.nn.RNN(1, 4)
optimizer = torch.optim.SGD(rnn.parameters(), lr=0.1)
hidden = None

for chunk in torch.randn(2, 5, 1, 1):  # two chunks of five time steps
    optimizer.zero_grad()  # clears numbers; the graph is elsewhere
    output, hidden = rnn(chunk, hidden)
    output.sum().backward()
    optimizer.step()
