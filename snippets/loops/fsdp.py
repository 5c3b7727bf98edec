"""FSDP2 keeps a window's gradients where zero_grad() does not look."""

import tempfile

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

WAYS = (  # what happens after micro-batch 1
    "nothing",
    "zero_grad()",
    "a synchronised 0, zero_grad()",
    "weights kept whole, zero_grad()",
    "the same in bfloat16",
    "the switch left off",
)
BF16 = MixedPrecisionPolicy(torch.bfloat16, reduce_dtype=torch.float32)


def backward(model, x, synchronise, whole=False, scale=1.0):
    """Add scale * x to the gradient of every weight."""
    model.set_requires_gradient_sync(synchronise)
    if whole:
        model.set_reshard_after_backward(synchronise)
    (scale * model(torch.full((1, 2), x)).sum()).backward()


def value(grad):
    """Return an entry of a gradient, or None; gather it if sharded."""
    whole = grad.full_tensor() if hasattr(grad, "full_tensor") else grad
    return None if whole is None else whole[0, 0].item()


def gradient(way):
    """Return .grad after micro-batch 1, and after 10, the last."""
    model = torch.nn.Linear(2, 2, bias=False)
    same = way == "the same in bfloat16"
    policy = BF16 if same else MixedPrecisionPolicy()
    fully_shard(model, mesh=init_device_mesh("cpu", (2,)), mp_policy=policy)
    whole = same or "whole" in way
    backward(model, 1.0, synchronise=False, whole=whole)
    in_the_window = value(model.weight.grad)
    if "synchronised" in way:
        backward(model, 1.0, synchronise=True, scale=0.0)
    if same or "zero_grad()" in way:
        model.zero_grad()
    backward(model, 10.0, way != "the switch left off", whole)
    return in_the_window, value(model.weight.grad)


def work(rank, folder, queue):
    """Join the group; send what each way leaves in .grad."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    for way in WAYS:
        row = (way, *gradient(way))
        if rank == 0:
            queue.put(row)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    rows = [queue.get() for _ in WAYS]
    print(f"{'after micro-batch 1':33}.grad   after micro-batch 10")
    for way, in_the_window, at_the_end in rows:
        print(f"{way:33}{in_the_window!s:5}{at_the_end!s:>10}")
