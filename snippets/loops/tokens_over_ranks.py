"""Tokens on two ranks: three places for the number of ranks."""

import tempfile

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.nn.parallel import DistributedDataParallel

torch.manual_seed(0)
X, y = torch.randn(80, 3), torch.randn(80, 1)
ROWS = (slice(0, 10), slice(10, 80))  # tokens of rank 0, of rank 1
RANKS = len(ROWS)


def linear():
    """Return the same untrained model on every rank."""
    torch.manual_seed(0)
    return torch.nn.Linear(3, 1)


def gradient(model, rows, divisor):
    """Return the weight's gradient of a sum over tokens, divided."""
    ((model(X[rows]) - y[rows]).square().sum() / divisor).backward()
    weight = getattr(model, "module", model).weight
    grad = weight.grad
    return grad.full_tensor() if hasattr(grad, "full_tensor") else grad


def add_up(_, bucket):
    """Sum gradients over the ranks; DDP's own hook takes the mean."""
    work = dist.all_reduce(bucket.buffer(), async_op=True)
    return work.get_future().then(lambda future: future.value()[0])


def errors(rows):
    """Return the relative error of each way, on the rank of these rows."""
    tokens = len(X)
    summed = DistributedDataParallel(linear())
    summed.register_comm_hook(None, add_up)
    sharded = fully_shard(linear(), mesh=init_device_mesh("cpu", (RANKS,)))
    sharded.set_gradient_divide_factor(1.0)
    sharded.set_force_sum_reduction_for_comms(True)  # all that gloo can
    plain = DistributedDataParallel
    here, share = rows.stop - rows.start, tokens / RANKS
    found = {
        "DDP, mean on each rank": gradient(plain(linear()), rows, here),
        "DDP, sum / all tokens": gradient(plain(linear()), rows, tokens),
        "DDP, that * ranks": gradient(plain(linear()), rows, share),
        "DDP, a hook that adds up": gradient(summed, rows, tokens),
        "FSDP2, divide factor 1": gradient(sharded, rows, tokens),
    }
    right = gradient(linear(), slice(None), tokens)
    size = right.norm()
    return {n: ((g - right).norm() / size).item() for n, g in found.items()}


def work(rank, folder, queue):
    """Join the group; rank 0 sends the relative error of each way."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    found = errors(ROWS[rank])
    if rank == 0:
        for item in found.items():
            queue.put(item)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=RANKS)
    print("the loss of a rank, and who adds      relative error of .grad")
    while not queue.empty():
        name, error = queue.get()
        print(f"{name:38} {error:.3f}")
