"""Ranks with more and with fewer windows: agree first, count together."""

import contextlib
import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

X = torch.linspace(0.25, 2, 8)[:, None]
y = X.exp()
ROWS = ([0, 1, 2, 3, 4, 5], [6, 7])  # two windows of rank 0, one of rank 1
RANKS = len(ROWS)


def everywhere(number, operation=dist.ReduceOp.SUM) -> int:
    """Combine a number over the ranks; each of them has to call this."""
    number = torch.tensor(number)
    dist.all_reduce(number, operation)
    return number.item()


def windows(rank, agree) -> list:
    """Return this rank's windows of four rows; agreed, as many as any."""
    mine = list(torch.tensor(ROWS[rank]).split(4))
    if agree:
        most = everywhere(len(mine), dist.ReduceOp.MAX)
        mine += [mine[0][:0]] * (most - len(mine))
    return mine


def train(rank, agree=True, together=True) -> float:
    """Return the weight after one pass over the windows."""
    torch.manual_seed(0)
    model = torch.nn.Linear(1, 1)
    parallel = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for window in windows(rank, agree):
        optimizer.zero_grad()
        own = y[window].numel()
        count = everywhere(own) if together else RANKS * max(own, 1)
        *others, last = window.split(2)
        for rows in (*others, last):
            now = rows is last
            with contextlib.nullcontext() if now else parallel.no_sync():
                error = parallel(X[rows]) - y[rows]
                (error.square().sum() * RANKS / count).backward()
        optimizer.step()
    return round(model.weight.item(), 3)


def one_process() -> float:
    """Return the weight after the same windows, as one process has them."""
    torch.manual_seed(0)
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for rows in ([0, 1, 2, 3, 6, 7], [4, 5]):
        optimizer.zero_grad()
        (model(X[rows]) - y[rows]).square().mean().backward()
        optimizer.step()
    return round(model.weight.item(), 3)


def work(rank, folder, queue):
    """Join the group; send the weight, or what was raised."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=RANKS)
    queue.put(("agreed, counted together", rank, train(rank)))
    alone = train(rank, together=False)
    queue.put(("agreed, each counts its own", rank, alone))
    try:
        queue.put(("not agreed", rank, train(rank, False, False)))
    except RuntimeError as error:
        queue.put(("not agreed", rank, type(error).__name__))
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=RANKS)
    found = {}
    while not queue.empty():
        name, rank, weight = queue.get()
        found.setdefault(name, {})[rank] = weight
    found["one process"] = {0: one_process()}
    print("weight                        on rank 0   on rank 1")
    for name, row in found.items():
        ends = [str(row[rank])[:12] for rank in sorted(row)]
        print(f"{name:27}", *(f"{end:>12}" for end in ends))
