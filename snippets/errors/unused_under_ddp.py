"""Raises RuntimeError: a parameter without a gradient, under DDP."""

import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel as DDP

layers = {name: torch.nn.Linear(2, 1) for name in ("used", "unused")}
model = torch.nn.ModuleDict(layers)
model.forward = lambda x: model["used"](x).sum()


def two_iterations(wrapped):
    parallel = wrapped()
    for _ in range(2):
        parallel.zero_grad()
        parallel(torch.ones(3, 2)).backward()


with tempfile.TemporaryDirectory() as folder:
    group = {"init_method": f"file://{folder}/group", "world_size": 1}
    dist.init_process_group("gloo", rank=0, **group)
    # region right
    two_iterations(lambda: DDP(model, find_unused_parameters=True))
    # endregion
    for name, layer in model.items():
        print(f"{name:6} {layer.bias.grad}")
    try:
        # region wrong
        two_iterations(lambda: DDP(model))
        # endregion
    finally:
        dist.destroy_process_group()
