"""Programs run with real torch, each forward pass with a gradient of its own.

Coordinate k of a Probe's weight is used by forward pass k alone. So `.grad` shows which
micro-batches it holds, and how often; the doctor's ledger has to say the same, event by event.
"""

import sys
import warnings
from contextlib import contextmanager

import torch

from loop_doctor.gradients import covers
from loop_doctor.paths import outcome_of

SIZE = 400  # forward passes in one run
SCALE = 1024.0
FILE = "<examined>"


class Probe(torch.nn.Module):
    """A network whose k-th forward pass (of all networks) depends on coordinate k of its weight."""

    passes = 0

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(SIZE))

    def forward(self, x=None):
        """The weight's own coordinate, plus what comes in with a graph."""
        graph = isinstance(x, torch.Tensor) and x.requires_grad
        if not torch.is_grad_enabled() or not self.weight.requires_grad:
            return x.sum() if graph else torch.zeros(())
        out = self.weight[Probe.passes] * 1.0
        Probe.passes += 1
        return out + x.sum() if graph else out


def scaler():
    """A scaler that neither grows nor shrinks."""
    return torch.amp.GradScaler("cpu", init_scale=SCALE, growth_interval=10**6)


class Accelerator:
    """The window of Accelerate: divide, and let step() and zero_grad() act once per window."""

    def __init__(self, gradient_accumulation_steps):
        self.window, self.count, self.last = gradient_accumulation_steps, 0, True

    def prepare(self, network, optimizer, loader):
        """The optimizer acts in the last micro-batch of a window only."""
        step, clear = optimizer.step, optimizer.zero_grad
        optimizer.step = lambda: step() if self.last else None
        optimizer.zero_grad = lambda: clear() if self.last else None
        self.length = len(loader)
        return network, optimizer, loader

    @contextmanager
    def accumulate(self, network):
        """One micro-batch."""
        self.count += 1
        self.last = self.count % self.window == 0 or self.count == self.length
        self.count %= self.length
        yield

    def backward(self, loss):
        """Divides by the window."""
        (loss / self.window).backward()


class Batches(list):
    """A loader that knows its epoch."""

    epoch = -1

    def __iter__(self):
        self.epoch += 1
        return super().__iter__()


class Outcomes:
    """A list of which the doctor knew nothing, with the outcomes it decided on, by iteration."""

    def __init__(self, taken, moments, loader):
        self.taken, self.moments, self.loader = taken, moments, loader

    def __getitem__(self, index):
        now = (self.loader.epoch, index)
        second = [one == now[-len(one) :] for one in self.moments[1:2]]
        return outcome_of(self.taken, 2 if any(second) else 1)


@contextmanager
def watched(events, names):
    """Writes (kind, line, {name of a Probe: its gradient}) for each backward, clear and step."""

    def line():
        frame = sys._getframe(2)
        while frame and frame.f_code.co_filename != FILE:
            frame = frame.f_back
        return frame.f_lineno if frame else 0

    def note(kind):
        held = {}
        for name, network in names().items():
            grad = network.weight.grad
            held[name] = torch.zeros(SIZE) if grad is None else grad.clone()
        events.append((kind, line(), held))

    inside = []

    def wrap(owner, method, kind, before=False):
        original = getattr(owner, method)

        def watching(*args, **keywords):
            if inside:
                return original(*args, **keywords)
            closure = kind == "step" and len(args) > 1 and callable(args[1])
            if before and not closure:
                note(kind)
            if not closure:
                inside.append(kind)
            try:
                result = original(*args, **keywords)
            finally:
                if not closure:
                    inside.pop()
            if closure or not before:
                note(kind)
            return result

        setattr(owner, method, watching)
        return owner, method, original

    undo = [
        wrap(torch.Tensor, "backward", "backward"),
        wrap(torch.optim.SGD, "step", "step", before=True),
        wrap(torch.optim.LBFGS, "step", "step", before=True),
        wrap(torch.amp.GradScaler, "step", "step"),
        wrap(torch.Tensor, "zero_", "clear"),
        wrap(torch.optim.Optimizer, "zero_grad", "clear"),
        wrap(torch.nn.Module, "zero_grad", "clear"),
        wrap(torch.nn.utils, "clip_grad_norm_", "clip", before=True),
    ]
    try:
        yield
    finally:
        for owner, method, original in undo:
            setattr(owner, method, original)


def really(source, run):
    """The events of a real run along a path of the doctor, and the exception that ended it."""
    Probe.passes = 0
    space = {"torch": torch, "Probe": Probe, "SGD": torch.optim.SGD, "batch": torch.zeros(())}
    space.update(Accelerator=Accelerator, GradScaler=scaler, lr_scheduler=torch.optim.lr_scheduler)
    loader = Batches(torch.zeros(()) for _ in range(run.lengths.get("loader", 0)))
    space["loader"] = loader
    space["accum_steps"] = 4
    space.update(run.assumed, flag=False, skip=Outcomes("never", [], loader))
    for text, taken in run.decisions.taken.items():
        name, _, index = text.partition("[")
        moments = run.decisions.moments.get(text, [])
        space[name] = Outcomes(taken, moments, loader) if index else taken
    events, raised = [], None
    networks = lambda: {name: one for name, one in space.items() if isinstance(one, Probe)}  # noqa: E731
    with watched(events, networks), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of orders that are wrong on purpose
        try:
            exec(compile(source, FILE, "exec"), space)
        except (RuntimeError, NameError, AttributeError, TypeError) as error:
            raised = error
    return events, raised


def difference(source, run):
    """Where the doctor's run and the real one differ, as text; "" if they agree."""
    real, raised = really(source, run)
    seen = [one for one in run.events if one.kind in ("backward", "clear", "step", "clip")]
    for position, (kind, line, held) in enumerate(real):
        if position >= len(seen):
            return f"the real run goes on with {kind} in line {line}"
        event = seen[position]
        if (event.kind, event.line) != (kind, line):
            return f"event {position}: {kind} in line {line}, not {event.kind} in line {event.line}"
        if event.kind == "clip":
            continue
        for optimizer, entries in event.ledger.items():
            owned = run.optimizers[optimizer].names
            told = torch.zeros(SIZE)
            for entry in entries:
                for number, factor in entry.parts.items():
                    if factor is None:
                        return "unknown share"
                    told[number] += factor * (SCALE if entry.scaled else 1)
            for name in held:
                if any(covers(one, name) for one in owned) and len(owned) == 1:
                    mine = own_passes(run, name)
                    if not torch.allclose(held[name][mine], told[mine]):
                        return f"event {position}, line {line}: {optimizer} {held[name].nonzero()}"
    if raised is None and len(real) < len(seen):
        return f"the doctor goes on with {seen[len(real)].kind} in line {seen[len(real)].line}"
    return ""


def own_passes(run, name):
    """The forward passes that went through a network."""
    return [one.number for one in run.forwards if any(covers(name, own) for own in one.names)]


def raises(source, run):
    """Does the real run end in an exception?"""
    return really(source, run)[1] is not None
