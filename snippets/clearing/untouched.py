"""zero_grad() leaves weights, optimizer state and the graph as they are."""

import copy

import torch

torch.manual_seed(0)
model = torch.nn.Linear(3, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
x = torch.randn(8, 3)
model(x).square().mean().backward()
optimizer.step()  # now Adam has a state
optimizer.zero_grad()

loss = model(x).square().mean()
loss.backward(retain_graph=True)
fresh = model.weight.grad.clone()
weights = copy.deepcopy(model.state_dict())
moments = copy.deepcopy(optimizer.state_dict()["state"][0])
optimizer.zero_grad()
weights_now = model.state_dict()
moments_now = optimizer.state_dict()["state"][0]
loss.backward()  # the same graph, a second time


def same(before: dict, now: dict) -> bool:
    """Return whether two dictionaries of tensors hold the same numbers."""
    return all(torch.equal(before[name], now[name]) for name in before)


print("weights kept            ", same(weights, weights_now))
print("Adam's state kept       ", same(moments, moments_now))
print("graph gives fresh again ", torch.equal(model.weight.grad, fresh))
