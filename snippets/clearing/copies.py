"""Which copies of a model carry its gradients along."""

import copy
import io

import torch

model = torch.nn.Linear(2, 1)
model(torch.ones(1, 2)).sum().backward()
bare = torch.ones(2, requires_grad=True)
bare.sum().backward()

file = io.BytesIO()
torch.save(model, file)
file.seek(0)
loaded = torch.load(file, weights_only=False)
other = torch.nn.Linear(2, 1)
(5 * other(torch.ones(1, 2))).sum().backward()
other.load_state_dict(model.state_dict())

carried = {
    "state_dict()": model.state_dict()["weight"].grad,
    "copy.deepcopy(model)": copy.deepcopy(model).weight.grad,
    "copy.deepcopy(bare tensor)": copy.deepcopy(bare).grad,
    "torch.save(model), torch.load": loaded.weight.grad,
    "after load_state_dict()": other.weight.grad,  # the model's own, old
    "after requires_grad_(False)": model.requires_grad_(False).weight.grad,
    "after model.eval()": model.eval().weight.grad,
}
for name, grad in carried.items():
    print(f"{name:30}", None if grad is None else grad.flatten().tolist())
