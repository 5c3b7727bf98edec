"""A hidden state crosses the chunks; its graph must not."""

import torch

torch.manual_seed(0)
rnn = torch.nn.RNN(1, 4)
optimizer = torch.optim.SGD(rnn.parameters(), lr=0.1)
hidden = torch.zeros(1, 1, 4)
for chunk in torch.ones(3, 5, 1, 1):
    optimizer.zero_grad()
    output, hidden = rnn(chunk, hidden.detach())  # without it: the error
    loss = (output.mean() - 0.5).square()
    loss.backward()
    optimizer.step()
    print(f"loss {loss:.3f}, gradient {rnn.bias_hh_l0.grad.norm():.3f}")
