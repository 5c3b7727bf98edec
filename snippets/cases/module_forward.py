"""Two processes: model.module(x) goes past DDP, and nothing is averaged."""

import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

SLOPES = (1.0, 3.0)  # rank 0 has data of y = x, rank 1 of y = 3x


def fresh():
    """Return a model under DDP, its optimizer, and an input."""
    torch.manual_seed(0)
    model = DistributedDataParallel(torch.nn.Linear(1, 1, bias=False))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    return model, optimizer, torch.ones(1, 1)


def as_found(rank):
    """Return this rank's weight after 50 steps."""
    model, optimizer, x = fresh()
    for _ in range(50):
        # region wrong
        optimizer.zero_grad()
        loss = (model.module(x) - SLOPES[rank] * x).square().mean()
        loss.backward()
        optimizer.step()
        # endregion
    return model.module.weight.item()


def repaired(rank):
    """Return this rank's weight after 50 steps."""
    model, optimizer, x = fresh()
    for _ in range(50):
        # region right
        optimizer.zero_grad()
        loss = (model(x) - SLOPES[rank] * x).square().mean()
        loss.backward()
        optimizer.step()
        # endregion
    return model.module.weight.item()


def work(rank, folder, queue):
    """Join the group; send this rank's weights, as found and repaired."""
    dist.init_process_group(
        "gloo",
        init_method=f"file://{folder}/group",
        rank=rank,
        world_size=2,
    )
    queue.put((rank, as_found(rank), repaired(rank)))
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    rows = {rank: w for rank, *w in (queue.get(), queue.get())}
    print("                    rank 0  rank 1")
    for i, name in enumerate(("model.module(x)", "model(x)")):
        print(f"{name:18}{rows[0][i]:8.2f}{rows[1][i]:8.2f}")
