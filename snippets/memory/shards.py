"""What each of two ranks holds after a step: DDP copies, FSDP2 shards."""

import tempfile

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor import DTensor
from torch.nn.parallel import DistributedDataParallel


def nbytes(tensors) -> int:
    """Return the bytes of tensors on this rank."""
    local = (t.to_local() if isinstance(t, DTensor) else t for t in tensors)
    return sum(t.nbytes for t in local)


def held(way: str) -> list[int]:
    """Return the bytes of weights, .grad and moments after a step."""
    model = torch.nn.Linear(64, 64, bias=False)
    if way == "DDP":
        model = DistributedDataParallel(model)
    else:
        fully_shard(model, mesh=init_device_mesh("cpu", (2,)))
    optimizer = torch.optim.AdamW(model.parameters())
    model(torch.ones(1, 64)).sum().backward()
    optimizer.step()
    weights = list(model.parameters())
    states = [optimizer.state[p] for p in weights]
    moments = [s[key] for s in states for key in ("exp_avg", "exp_avg_sq")]
    gradients = [p.grad for p in weights]
    return [nbytes(weights), nbytes(gradients), nbytes(moments)]


def work(rank, folder, queue):
    """Join the group; the first rank sends what it holds."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    rows = [(way, held(way)) for way in ("DDP", "FSDP2")]
    if rank == 0:
        queue.put(rows)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    print("KiB on each of two ranks   weights   .grad   moments")
    for way, sizes in queue.get():
        print(f"{way:24}", *(f"{size / 1024:9.0f}" for size in sizes))
