"""Ranks disagree: how far apart are their weights?"""

# region probe
import torch
import torch.distributed as dist


def spread(model):
    """Call this on every rank after a step: 0 if all agree."""
    highest = torch.cat([p.detach().flatten() for p in model.parameters()])
    highest = highest.float().nan_to_num(torch.inf, torch.inf, -torch.inf)
    lowest = highest.clone()
    if dist.is_initialized():
        dist.all_reduce(highest, dist.ReduceOp.MAX)
        dist.all_reduce(lowest, dist.ReduceOp.MIN)
    return (highest - lowest).max().item()


# endregion
# region loop
AVERAGED = {"last": 3, "first": 0}  # micro-batch of each window of four


def backward(model, x):
    """Add the gradient of a micro-batch."""
    ((model(x) - x).square().mean() / 4).backward()


def train(rank, averaged, windows=5):
    """Return the spread after some windows of four micro-batches."""
    torch.manual_seed(0)
    model = torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(1, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x = torch.full((1, 1), 1.0 + rank)
    for _ in range(windows):
        for i in range(4):
            if i == AVERAGED[averaged]:
                backward(model, x)
            else:
                with model.no_sync():
                    backward(model, x)
        optimizer.step()
        optimizer.zero_grad()
    return spread(model)


def work(rank, folder, queue):
    """Join the group and train in both ways."""
    dist.init_process_group(
        "gloo",
        init_method=f"file://{folder}/group",
        rank=rank,
        world_size=2,
    )
    for averaged in AVERAGED:
        found = train(rank, averaged)
        if rank == 0:
            queue.put((averaged, found))
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    import tempfile

    queue = torch.multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder, queue), nprocs=2)
    while not queue.empty():
        averaged, found = queue.get()
        print(f"averaged at the {averaged:5} micro-batch: {found:.1f}")
# endregion
