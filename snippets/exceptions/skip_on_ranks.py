"""A loss is nan on one of two ranks: skip it there, or on both?"""

import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

nan = float("nan")
slopes = [[1.0, 2.0, nan, 4.0], [10.0, nan, 30.0, 40.0]]  # windows of 2


def usable(loss, together: bool) -> bool:
    """Is the loss a number? `together`: on every rank."""
    good = loss.detach().isfinite().int()
    if together:
        dist.all_reduce(good, dist.ReduceOp.MIN)
    return bool(good)


def gradients(own, together: bool) -> list[float]:
    """Return the gradient of each window, on this rank."""
    model = DistributedDataParallel(torch.nn.Linear(1, 1, bias=False))
    found = []
    for window in torch.tensor(own).view(2, 2, 1):
        count = 0
        for x in window:
            loss = model(x).sum()
            if usable(loss, together):
                loss.backward()  # averages over the ranks
                count += 1
        found.append(model.module.weight.grad.item() / count)
        model.zero_grad()
    return found


def work(rank, folder, queue):
    """Be one of the ranks; send what it finds."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    own = slopes[rank]
    found = [gradients(own, together) for together in (False, True)]
    queue.put((rank, found))
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    rows = dict(queue.get() for _ in range(2))
    print("gradients of two windows   rank 0         rank 1")
    for i, name in enumerate(("skipped on its rank", "skipped on both")):
        shown = [f"{a:5.2f} {b:5.2f}" for a, b in (rows[0][i], rows[1][i])]
        print(f"{name:24}", *shown, sep="   ")
