"""Raises TypeError: but only in the second iteration."""

import torch

x, y = torch.ones(3), 6.0

W = torch.zeros(3, requires_grad=True)
for _ in range(9):
    W.grad = None
    (x @ W - y).square().backward()
    # region right
    with torch.no_grad():
        W -= 0.05 * W.grad
    # endregion
print("in place:", W.detach())

W = torch.zeros(3, requires_grad=True)
for _ in range(9):
    (x @ W - y).square().backward()
    # region wrong
    W = W - 0.05 * W.grad
    # endregion
