"""G's backward() goes through D and leaves a gradient there."""

import torch

G, D = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)
D(G(torch.ones(4, 2))).mean().backward()  # G's turn
print("in D, after G's turn:", D.bias.grad)

D.zero_grad()  # before D's own backward()
fake = G(torch.ones(4, 2)).detach()
(D(torch.ones(4, 2)) - 2 * D(fake)).mean().backward()  # D's turn
print("in D, after its own: ", D.bias.grad)
