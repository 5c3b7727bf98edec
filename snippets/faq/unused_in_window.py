"""Two ranks: a layer that only the first micro-batch of a window uses."""

import contextlib
import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel


class Two(torch.nn.Module):
    """Weights a and b; not every micro-batch uses b."""

    def __init__(self):
        super().__init__()
        self.a = torch.nn.Parameter(torch.ones(()))
        self.b = torch.nn.Parameter(torch.ones(()))

    def forward(self, x, with_b):
        return self.a * x + (self.b * x if with_b else 0)


def window(parallel, x) -> list:
    """Two micro-batches, the last one averages; return both gradients."""
    parallel.zero_grad()
    with parallel.no_sync():
        parallel(x, with_b=True).backward()
    parallel(x, with_b=False).backward()
    return [parallel.module.a.grad.item(), parallel.module.b.grad.item()]


def two_windows(rank, **options) -> list:
    """Return each window's gradients on this rank, or what it raised."""
    parallel = DistributedDataParallel(Two(), **options)
    results = []
    with contextlib.suppress(RuntimeError):
        for _ in range(2):
            results.append("raised")
            results[-1] = window(parallel, torch.tensor(1.0 + 2 * rank))
    return results


def work(rank, folder, queue):
    """Join the group, and send what this rank holds."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    options = {"find_unused_parameters": True}
    queue.put(("with the option", rank, two_windows(rank, **options)))
    queue.put(("without", rank, two_windows(rank)))
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    rows = sorted(queue.get() for _ in range(4))
    print("find_unused_parameters   [a, b] after two windows")
    for name, rank, windows in rows:
        print(f"{name:15} rank {rank}  ", *windows)
