"""FSDP2 in a window: what a rank holds, as a part of the whole model."""

import gc
import tempfile
import warnings

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard

WAYS = {  # name: synchronise every time? reshard every time?
    "at each micro-batch": (True, True),
    "at the last": (False, True),
    "at the last, weights kept whole": (False, False),
}


def held() -> int:
    """Return the bytes of all tensors that are alive in this process."""
    gc.collect()
    tensors = [t for t in gc.get_objects() if isinstance(t, torch.Tensor)]
    tensors += [t.grad for t in tensors if t.is_leaf and t.grad is not None]
    plain = [getattr(t, "_local_tensor", t) for t in tensors]
    memory = {t.untyped_storage().data_ptr(): t for t in plain if t.numel()}
    return sum(t.untyped_storage().nbytes() for t in memory.values())


def window(every, reshard) -> list:
    """Return what is held before a window, in it, and at its end."""
    mesh = init_device_mesh("cpu", (2,))
    layers = [torch.nn.Linear(64, 64, bias=False) for _ in range(8)]
    model = torch.nn.Sequential(*layers)
    size = sum(layer.weight.nbytes for layer in layers)
    for module in (*layers, model):
        fully_shard(module, mesh=mesh)
    model(torch.ones(4, 64)).mean().backward()
    model.zero_grad()
    found = [held() / size]
    for last in (False, False, True):
        model.set_requires_gradient_sync(every or last)
        model.set_reshard_after_backward(reshard or last)
        model(torch.ones(4, 64)).mean().backward()
        dist.barrier()  # what is under way between the ranks has ended
        found.append(held() / size)
    return found


def work(rank, folder, queue):
    """Join the group; send what rank 0 holds."""
    warnings.simplefilter("ignore")  # of objects that are looked at above
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    for name, way in WAYS.items():
        before, _, inside, after = window(*way)
        if rank == 0:
            queue.put((name, before, inside, after))
        dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    found = {}
    while not queue.empty():
        name, *parts = queue.get()
        found[name] = parts
    print("synchronised                      before   in it   at the end")
    for name, parts in found.items():
        print(f"{name:31}", *(f"{part:8.2f}" for part in parts))
