"""Two ranks: a layer that one of them uses, and one that forgets."""

import gc
import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel


class Layers(torch.nn.Module):
    """Three weights; an iteration names those that it uses."""

    def __init__(self):
        super().__init__()
        names = ("a", "b", "c")
        layers = {n: torch.nn.Linear(1, 1, bias=False) for n in names}
        self.layers = torch.nn.ModuleDict(layers)

    def forward(self, names):
        return sum(self.layers[n](torch.ones(1, 1)) for n in names).sum()


def gradients(names, forgetful=False) -> list:
    """Return the gradient of each weight in the second iteration."""
    model = Layers()
    parallel = DistributedDataParallel(model, find_unused_parameters=True)
    for _ in range(2):
        if not forgetful:
            parallel.zero_grad()
        parallel(names).backward()
    grads = [layer.weight.grad for layer in model.layers.values()]
    return [None if g is None else g.item() for g in grads]


def work(rank, folder, queue):
    """Join the group, and send what this rank holds."""
    dist.init_process_group(
        "gloo",
        init_method=f"file://{folder}/group",
        rank=rank,
        world_size=2,
    )
    unused = gradients("ab" if rank == 1 else "a")
    queue.put(("both use a, rank 1 uses b", rank, unused))
    forgotten = gradients("abc", forgetful=rank == 1)
    queue.put(("all used, rank 1 forgets", rank, forgotten))
    gc.collect()  # DDP's cycles would hold the group beyond its end
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    rows = []
    while not queue.empty():
        rows.append(queue.get())
    print(f"{'.grad of':33} a, b, c")
    for name, rank, grads in sorted(rows, key=lambda row: row[:2]):
        print(f"{name:25} rank {rank} ", grads)
