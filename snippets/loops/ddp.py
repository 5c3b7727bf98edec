"""Two processes, data parallel: when are the gradients averaged?"""

# region setup
import contextlib
import tempfile

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

SLOPES = ([1.0] * 4, [3.0] * 4)  # on rank 0 data of y = x, on 1 y = 3x
MIXED = ([10.7, 1.7, 1.7, 1.7], [-6.7, 2.3, 2.3, 2.3])  # best: 2 on each
MICRO_BATCHES = torch.tensor([0.5, 1.0, 1.5, 2.0]).reshape(4, 1, 1)


def first(i):
    return i % 4 == 0


def last(i):
    return (i + 1) % 4 == 0


def always(i):
    return True


def never(i):
    return False


WAYS = {  # name: does the forward pass announce it? does backward() obey?
    "every micro-batch": (always, always),
    "the last": (last, last),
    "the first: off by one": (first, first),
    "the last, in backward() only": (never, last),
}


def scope(parallel, synchronise):
    """Return no_sync(), or a context in which DDP does as usual."""
    return contextlib.nullcontext() if synchronise else parallel.no_sync()


def train(slopes, in_forward, in_backward, windows=30, lr=0.1):
    """Return this rank's weight after every window of four."""
    model = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(model.weight)
    parallel = DistributedDataParallel(model)
    history = []
    for _ in range(windows):
        # endregion
        # region window
        model.zero_grad()
        for i, x in enumerate(MICRO_BATCHES):
            with scope(parallel, in_forward(i)):
                error = parallel(x) - slopes[i] * x
            with scope(parallel, in_backward(i)):
                (error.square().mean() / len(MICRO_BATCHES)).backward()
        # endregion
        with torch.no_grad():
            model.weight -= lr * model.weight.grad
        history.append(model.weight.item())
    return history


def work(rank, folder, queue):
    """Join the group, train in each way, send the weights."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    for name, way in WAYS.items():
        queue.put((name, rank, train(SLOPES[rank], *way)))
    mixed = train(MIXED[rank], first, first)
    queue.put(("the first, mixed data", rank, mixed))
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    weights = {name: [[], []] for name in (*WAYS, "the first, mixed data")}
    while not queue.empty():
        name, rank, history = queue.get()
        weights[name][rank] = history
    print("averaged at                   weight on rank 0   on rank 1")
    for name, (on_0, on_1) in weights.items():
        print(f"{name:29}{on_0[-1]:17.2f}{on_1[-1]:12.2f}")
