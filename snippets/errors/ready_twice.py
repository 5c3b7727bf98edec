"""Raises RuntimeError: a layer in two reentrant checkpoints, under DDP."""

import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.checkpoint import checkpoint


class Twice(torch.nn.Module):
    """One layer, used two times, each time in a checkpoint."""

    def __init__(self, use_reentrant):
        super().__init__()
        self.layer = torch.nn.Linear(2, 2)
        self.use_reentrant = use_reentrant

    def forward(self, x):
        for _ in range(2):
            x = checkpoint(self.layer, x, use_reentrant=self.use_reentrant)
        return x.sum()


def gradient(**options):
    model = Twice(**options)
    parallel = DistributedDataParallel(model, find_unused_parameters=True)
    parallel(torch.ones(3, 2, requires_grad=True)).backward()
    return model.layer.bias.grad


torch.manual_seed(0)
with tempfile.TemporaryDirectory() as folder:
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=0, world_size=1)
    print("use_reentrant=False:", gradient(use_reentrant=False))
    try:
        gradient(use_reentrant=True)
    finally:
        dist.destroy_process_group()
