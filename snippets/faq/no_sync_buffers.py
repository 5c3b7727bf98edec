"""no_sync() puts off the averaging, and skips the broadcast of buffers."""

import contextlib
import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel


def train(rank, quiet):
    """Return the running mean and .grad after a window of four."""
    torch.manual_seed(0)
    norm = torch.nn.BatchNorm1d(1)
    model = torch.nn.Sequential(torch.nn.Linear(2, 1), norm)
    parallel = DistributedDataParallel(model)
    torch.manual_seed(1 + rank)  # each rank has its own data
    for i in range(4):
        put_off = quiet and i < 3
        with parallel.no_sync() if put_off else contextlib.nullcontext():
            parallel(torch.randn(8, 2) + rank).pow(3).mean().backward()
    return norm.running_mean.item(), norm.weight.grad.item()


def work(rank, folder, queue):
    """Join the group; send what each way leaves on this rank."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    for quiet in (False, True):
        queue.put((quiet, rank, *train(rank, quiet)))
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    rows = []
    while not queue.empty():
        rows.append(queue.get())
    print("averaged             rank   running mean   .grad")
    for quiet, rank, mean, grad in sorted(rows):
        name = "at the last" if quiet else "every time"
        print(f"{name:21}{rank:4}{mean:15.2f}{grad:8.2f}")
