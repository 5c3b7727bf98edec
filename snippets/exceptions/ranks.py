"""Two processes, two micro-batches each: DDP averages over the ranks."""

import tempfile
from contextlib import nullcontext

import torch
import torch.distributed as dist
from torch import multiprocessing as mp
from torch.nn.parallel import DistributedDataParallel

torch.manual_seed(0)
tokens = torch.randn(102, 4)  # three inputs and one target for each
parts = tokens.split([2, 50, 3, 47])  # ranks 0, 0, 1, 1


def squares(model, part):
    """Return the sum of the squared errors over some tokens."""
    return (model(part[:, :3]) - part[:, 3:]).pow(2).sum()


def window(model, own, factor):
    """Return the gradient after two micro-batches, their sums scaled."""
    model.zero_grad()
    for part in own:
        with nullcontext() if part is own[-1] else model.no_sync():
            (squares(model, part) * factor(len(part))).backward()
    return model.module.weight.grad


def errors_of(rank):
    """Return each factor's relative error in the gradient, on this rank."""
    torch.manual_seed(0)
    model = DistributedDataParallel(torch.nn.Linear(3, 1))
    own = parts[2 * rank : 2 * rank + 2]
    here = torch.tensor(sum(map(len, own)))
    everywhere = here.clone()
    dist.all_reduce(everywhere)  # adds the counts of all ranks
    squares(model.module, tokens).div(len(tokens)).backward()
    batch = model.module.weight.grad.clone()
    factors = {
        "mean of means": lambda length: 1 / length / 2,
        "sum / tokens of the rank": lambda length: 1 / here,
        "sum / tokens of all ranks": lambda length: 1 / everywhere,
        "sum * ranks / tokens of all": lambda length: 2 / everywhere,
    }
    errors = {}
    for name, factor in factors.items():
        difference = window(model, own, factor) - batch
        errors[name] = (difference.norm() / batch.norm()).item()
    return errors


def work(rank, store, results):
    """Be one of the ranks; rank 0 reports."""
    torch.set_num_threads(1)
    url = f"file://{store}/ranks"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    errors = errors_of(rank)
    if rank == 0:
        results.put(errors)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    results = mp.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as store:
        mp.spawn(work, (store, results), nprocs=2)
    errors = results.get()
    print("factor                       relative error")
    for name, error in errors.items():
        print(f"{name:29}{error:14.3f}")
