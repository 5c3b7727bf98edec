"""gradient_as_bucket_view: .grad is part of DDP's buffer, or is it?"""

import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel


def gradients(as_view: bool, set_to_none: bool):
    """Return three gradients, and whether .grad is part of a buffer."""
    model = torch.nn.Linear(2, 1)
    options = {"gradient_as_bucket_view": as_view}
    parallel = DistributedDataParallel(model, **options)
    values = []
    for _ in range(3):
        parallel.zero_grad(set_to_none)
        parallel(torch.ones(1, 2)).sum().backward()
        values.append(model.bias.grad.item())
    buffer = model.bias.grad.untyped_storage().nbytes()
    return values, buffer > model.bias.nbytes


with tempfile.TemporaryDirectory() as folder:
    group = {"init_method": f"file://{folder}/group", "world_size": 1}
    dist.init_process_group("gloo", rank=0, **group)
    print("as view  cleared to  gradients        part of a buffer")
    for as_view in (False, True):
        for set_to_none in (True, False):
            values, part = gradients(as_view, set_to_none)
            to = "None" if set_to_none else "zeros"
            print(f"{as_view!s:8} {to:11} {values}  {part}")
    dist.barrier()
    dist.destroy_process_group()
