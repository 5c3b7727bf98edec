"""FSDP2 keeps a window's gradients where zero_grad() does not look."""

import tempfile

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard

BETWEEN = ("nothing", "zero_grad()", "a synchronised 0, zero_grad()")


def backward(model, x, synchronise, scale=1.0):
    """Add scale * x to the gradient of every weight."""
    model.set_requires_gradient_sync(synchronise)
    (scale * model(torch.full((1, 2), x)).sum()).backward()


def gradient(between):
    """Return .grad after micro-batch 1, and after 10, the last."""
    model = torch.nn.Linear(2, 2, bias=False)
    fully_shard(model, mesh=init_device_mesh("cpu", (2,)))
    backward(model, 1.0, synchronise=False)
    in_the_window = model.weight.grad
    if "synchronised" in between:
        backward(model, 1.0, synchronise=True, scale=0.0)
    if "zero_grad()" in between:
        model.zero_grad()
    backward(model, 10.0, synchronise=True)
    return in_the_window, model.weight.grad.full_tensor()[0, 0].item()


def work(rank, folder, queue):
    """Join the group; send what each way leaves in .grad."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    for between in BETWEEN:
        row = (between, *gradient(between))
        if rank == 0:
            queue.put(row)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    rows = [queue.get() for _ in BETWEEN]
    print("after micro-batch 1            .grad   after micro-batch 10")
    for between, in_the_window, at_the_end in rows:
        print(f"{between:30} {in_the_window}{at_the_end:12}")
