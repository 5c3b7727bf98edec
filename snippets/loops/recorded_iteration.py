"""An iteration recorded and replayed, as a CUDA graph does, on the CPU."""

import torch
from torch.utils._python_dispatch import TorchDispatchMode

torch.manual_seed(0)
X, y = torch.randn(32, 4), torch.randn(32, 1)


class Recording(TorchDispatchMode):
    """Notes each operation; replays it into the memory it had."""

    def __init__(self):
        super().__init__()
        self.notes = []

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        result = operation(*args, **(kwargs or {}))
        if isinstance(result, torch.Tensor):
            self.notes.append((operation, args, kwargs or {}, result))
        return result

    @torch.no_grad()
    def replay(self):
        """Do the same again. No Python of the loop runs: no autograd."""
        for operation, args, kwargs, result in self.notes:
            result.copy_(operation(*args, **kwargs))


def fresh():
    """Return an untrained model and its optimizer; the same each time."""
    torch.manual_seed(0)
    model = torch.nn.Linear(4, 1)
    return model, torch.optim.SGD(model.parameters(), lr=0.1)


def iteration(model, optimizer):
    """Run forward, backward and step; clear nothing."""
    (model(X) - y).square().mean().backward()
    optimizer.step()


def replayed(at_recording, between) -> tuple[list, torch.Tensor]:
    """Return the gradient's length in three replays, and the weight."""
    model, optimizer = fresh()
    if at_recording == "zeros":
        for p in model.parameters():
            p.grad = torch.zeros_like(p)
    with Recording() as recording:
        iteration(model, optimizer)
    lengths = []
    for _ in range(3):
        if between != "-":
            optimizer.zero_grad(set_to_none=between == "to None")
        recording.replay()
        grad = model.weight.grad
        lengths.append("None" if grad is None else f"{grad.norm():.2f}")
    return lengths, model.weight


model, optimizer = fresh()
for _ in range(4):
    optimizer.zero_grad()
    iteration(model, optimizer)

print(".grad when recorded  cleared   .grad in three replays  weight")
for recorded in ("None", "zeros"):
    for between in ("-", "to zeros", "to None"):
        lengths, weight = replayed(recorded, between)
        verdict = "right" if torch.equal(weight, model.weight) else "wrong"
        grads = "  ".join(lengths)
        print(f"{recorded:20} {between:9} {grads:23} {verdict}")
