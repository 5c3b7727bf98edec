"""Six ways to train on the same rows: what each holds and costs."""

# region measure
import weakref

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.checkpoint import checkpoint
from torch.utils.flop_counter import FlopCounterMode


class Peak(TorchDispatchMode):
    """Counts the bytes alive after every operation, and keeps the most."""

    def __init__(self):
        super().__init__()
        self.alive, self.most = weakref.WeakSet(), 0

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        tensors = result if isinstance(result, (list, tuple)) else [result]
        for tensor in tensors:
            if isinstance(tensor, torch.Tensor):
                self.alive.add(tensor.untyped_storage())
        sizes = {s.data_ptr(): s.nbytes() for s in self.alive}
        self.most = max(self.most, sum(sizes.values()))
        return result


# endregion
# region ways
def forward(model, x, checkpoints):
    """Run the blocks; with checkpoints, backward() runs each once more."""
    for block in model:
        keep = not checkpoints
        x = block(x) if keep else checkpoint(block, x, use_reentrant=False)
    return x


def step_in_backward(model):
    """Give each parameter an optimizer of its own, which a hook calls."""
    optimizers = {p: torch.optim.AdamW([p]) for p in model.parameters()}

    def step(p):
        optimizers[p].step()
        optimizers[p].zero_grad()

    for p in model.parameters():
        p.register_post_accumulate_grad_hook(step)


def train(rows, N=1, checkpoints=False, early=False, bf16=False):
    """Take two steps on some rows, and return the model."""
    torch.manual_seed(0)
    model = nn.Sequential()
    for _ in range(8):
        block = nn.Linear(128, 128), nn.LayerNorm(128), nn.GELU()
        model.append(nn.Sequential(*block))
    if early:
        step_in_backward(model)
    else:
        optimizer = torch.optim.AdamW(model.parameters())
    batch = torch.randn(rows, 128)
    for _ in range(2):
        for x in batch.chunk(N):
            with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
                y = forward(model, x, checkpoints)
            (y.float().square().sum() / rows).backward()
        if not early:
            optimizer.step()
            optimizer.zero_grad()
    return model


# endregion
# region print
def held(rows, **options) -> tuple[torch.Tensor, float]:
    """Return the trained weights, and the peak in units of their bytes."""
    with Peak() as peak:
        model = train(rows, **options)
    weights = nn.utils.parameters_to_vector(model.parameters())
    return weights, peak.most / weights.nbytes


def work(**options) -> int:
    """Return the floating-point operations of two steps."""
    with FlopCounterMode(display=False) as counter:
        train(8, **options)
    return counter.get_total_flops()


ways = {
    "all at once": {},
    "8 micro-batches": {"N": 8},
    "checkpoints": {"checkpoints": True},
    "both": {"N": 8, "checkpoints": True},
    "a step in backward()": {"early": True},
    "bfloat16 autocast": {"bf16": True},
}
if __name__ == "__main__":
    weights, unit = held(512)[0], work()
    print("peak, in weights' bytes  512 rows  8 rows   work   differs")
    for name, options in ways.items():
        other, peak = held(512, **options)
        few, cost = held(8, **options)[1], work(**options) / unit
        apart = ((other - weights).norm() / weights.norm()).item()
        print(f"{name:24}{peak:9.1f}{few:8.1f}{cost:7.2f}{apart:10.0e}")
# endregion
