"""Two ranks: one layer in two checkpoints, reentrant and not."""

import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.checkpoint import checkpoint


class Twice(torch.nn.Module):
    """One layer, used two times, each time in a checkpoint."""

    def __init__(self, use_reentrant):
        super().__init__()
        torch.manual_seed(0)
        self.layer = torch.nn.Linear(2, 2)
        self.use_reentrant = use_reentrant

    def forward(self, x):
        for _ in range(2):
            x = checkpoint(self.layer, x, use_reentrant=self.use_reentrant)
        return x.sum()


def gradient(rank, use_reentrant, **options) -> float:
    """Return one entry of the layer's gradient on this rank."""
    model = Twice(use_reentrant)
    parallel = DistributedDataParallel(model, **options)
    x = torch.full((3, 2), 1.0 + rank, requires_grad=True)
    parallel(x).backward()
    return model.layer.weight.grad[0, 0].item()


def work(rank, folder, queue):
    """Join the group, and send what this rank holds."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    static = {"static_graph": True}
    queue.put(("reentrant", rank, gradient(rank, True)))
    queue.put(("reentrant, static", rank, gradient(rank, True, **static)))
    queue.put(("use_reentrant=False", rank, gradient(rank, False)))
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    grads = {}
    for name, _, grad in sorted(queue.get() for _ in range(6)):
        grads.setdefault(name, []).append(grad)
    print("one entry of .grad     rank 0  rank 1")
    for name, ranks in grads.items():
        print(f"{name:21}", *(f"{grad:7.2f}" for grad in ranks))
