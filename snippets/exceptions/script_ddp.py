"""Accumulate on two ranks: the counts of all ranks make the mean."""

# region imports
import tempfile
from contextlib import nullcontext
from itertools import islice
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn

# endregion

N, epochs, lr, checkpoint = 4, 3, 0.02, Path("checkpoint.pt")
device = "cuda" if torch.cuda.is_available() else "cpu"
loss_sum = nn.CrossEntropyLoss(reduction="sum")


def train_on(window, model, optimizer) -> float:
    """Take one step with a list of batches; return their mean loss."""
    total, count, no_sync = 0.0, 0, getattr(model, "no_sync", nullcontext)
    for i, (X, y) in enumerate(window, start=1):
        with nullcontext() if i == len(window) else no_sync():  # for DDP
            with torch.autocast(device, torch.bfloat16):
                loss = loss_sum(model(X.to(device)), y.to(device))
            loss.backward()  # adds to .grad
        total, count = total + loss.detach(), count + len(y)
    # region count
    both = torch.tensor([total, count], device=device)
    dist.all_reduce(both)  # the losses and the rows of all ranks
    total, count = (both / dist.get_world_size()).tolist()
    # endregion
    for p in model.parameters():
        if p.grad is not None:
            p.grad /= count  # the sum becomes the mean, once
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    optimizer.step()
    optimizer.zero_grad()
    return float(total / count)


def main():
    torch.manual_seed(0)
    data = [(x, x[:3].argmax()) for x in torch.randn(1000, 20)]
    # region data
    sampler = torch.utils.data.DistributedSampler(data)
    loader = torch.utils.data.DataLoader(data, 16, sampler=sampler)
    # endregion
    model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 3))
    # region wrap
    model = nn.parallel.DistributedDataParallel(model.to(device))
    optimizer = torch.optim.AdamW(model.parameters())
    # endregion
    first, step, steps = 0, 0, epochs * -(-len(loader) // N)  # rounded up
    if checkpoint.exists():
        weights, state, first, step = torch.load(checkpoint)
        model.load_state_dict(weights)
        optimizer.load_state_dict(optimizer.state_dict() | {"state": state})
    for epoch in range(first, epochs):
        # region epoch
        torch.manual_seed(2 * epoch + dist.get_rank())  # other dropout
        sampler.set_epoch(epoch)  # another order
        # endregion
        batches = iter(loader)
        while window := list(islice(batches, N)):
            for group in optimizer.param_groups:
                group["lr"] = lr * min((step + 1) / 8, 1 - step / steps)
            loss, step = train_on(window, model, optimizer), step + 1
        # region first
        if dist.get_rank() > 0:
            continue  # one rank prints and saves
        # endregion
        print(f"epoch {epoch + 1}, step {step}, last loss {loss:.1f}")
        state = optimizer.state_dict()["state"]
        torch.save((model.state_dict(), state, epoch + 1, step), "new.pt")
        Path("new.pt").replace(checkpoint)  # whole, or the old one stays


# region ranks
def work(rank, folder):
    """Be one of two ranks; with torchrun, the url, rank and size go."""
    url = f"file://{folder}/group"
    dist.init_process_group("gloo", url, rank=rank, world_size=2)
    main()
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (folder,), nprocs=2)
# endregion
