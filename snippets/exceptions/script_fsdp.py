"""Accumulate with FSDP2: what changes is who holds the weights."""

# region imports
import tempfile
from itertools import islice
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.checkpoint import state_dict as states
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

# endregion

N, epochs, lr, checkpoint = 4, 3, 0.02, Path("checkpoint.pt")
device = "cuda" if torch.cuda.is_available() else "cpu"
loss_sum = nn.CrossEntropyLoss(reduction="sum")
# region settings
bf16 = MixedPrecisionPolicy(torch.bfloat16, reduce_dtype=torch.float32)
whole = states.StateDictOptions(full_state_dict=True)
# endregion


def train_on(window, model, optimizer) -> float:
    """Take one step with a list of batches; return their mean loss."""
    # region start
    total, count = 0.0, 0
    # endregion
    for i, (X, y) in enumerate(window, start=1):
        # region sync
        model.set_requires_gradient_sync(i == len(window))
        loss = loss_sum(model(X.to(device)).float(), y.to(device))
        loss.backward()  # adds to .grad
        # endregion
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
    mesh = init_device_mesh(device, (dist.get_world_size(),))
    fully_shard(model.to(device), mesh=mesh, mp_policy=bf16)
    optimizer = torch.optim.AdamW(model.parameters())
    # endregion
    first, step, steps = 0, 0, epochs * -(-len(loader) // N)  # rounded up
    if checkpoint.exists():
        weights, state, first, step = torch.load(checkpoint)
        # region load
        loaded = {"model_state_dict": weights, "optim_state_dict": state}
        states.set_state_dict(model, optimizer, **loaded, options=whole)
        # endregion
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
        # region save
        saved = states.get_state_dict(model, optimizer, options=whole)
        if dist.get_rank() == 0:  # all gather, one prints and saves
            print(f"epoch {epoch + 1}, step {step}, last loss {loss:.1f}")
            torch.save((*saved, epoch + 1, step), "new.pt")
            Path("new.pt").replace(checkpoint)  # whole, or the old one
        # endregion


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
