"""What zero_grad() leaves, with and without its argument."""

import torch

model = torch.nn.Linear(2, 1, bias=False)
for options in ({}, {"set_to_none": False}):
    model(torch.ones(1, 2)).sum().backward()
    model.zero_grad(**options)
    print(f"zero_grad({options or ''}) leaves", model.weight.grad)
