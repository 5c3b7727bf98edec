"""Promise: the guard of the chapter "forgetting" stops buggy loops and lets right ones pass.

That it does so for each kind of model is promised by tests/test_readers.py.
"""

import contextlib
import copy
import io
import runpy

import pytest
import torch
import torch.distributed
from torch import nn
from torch.utils.checkpoint import checkpoint

from scripts import forked, programs
from scripts.files import ROOT

with contextlib.redirect_stdout(io.StringIO()):
    guard = runpy.run_path(str(ROOT / "snippets" / "forgetting" / "guard.py"))["guard"]

USED = "used by a step and not cleared since"
ANY = 10**6  # a window no loop here reaches: only gradients that a step has used are stale
OPTIMIZERS = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "Nesterov, foreach": lambda p: torch.optim.SGD(
        p, lr=0.01, momentum=0.9, nesterov=True, foreach=True
    ),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.01),
    "foreach": lambda p: torch.optim.AdamW(p, lr=0.01, foreach=True),
    "fused": lambda p: torch.optim.SGD(p, lr=0.01, fused=True),
}


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))


def loss_of(model):
    return model(torch.randn(16, 4)).square().mean()


def by_hand(model):
    """Assign each gradient, as torch.func or a projection of gradients does."""
    for weight, gradient in zip(
        model.parameters(), torch.autograd.grad(loss_of(model), model.parameters()), strict=True
    ):
        weight.grad = gradient


def copied(model):
    for weight in model.parameters():
        weight.grad.copy_(weight)


def divided(model):
    for weight in model.parameters():
        weight.grad = weight.grad / 2


def run(loop, window=1, optimizer="SGD", model=None, make=guard):
    """Of a loop written as letters: the steps it made, and what the guard then said."""
    model = model or network()
    optimizer = OPTIMIZERS[optimizer](model.parameters())
    scaler = torch.amp.GradScaler("cpu")
    make(optimizer, window)

    def scaled_step():
        scaler.step(optimizer)
        scaler.update()

    does = {
        "b": lambda: loss_of(model).backward(),
        "g": lambda: loss_of(model).backward(create_graph=True),
        "s": optimizer.step,
        "z": optimizer.zero_grad,
        "0": lambda: optimizer.zero_grad(set_to_none=False),
        "c": lambda: nn.utils.clip_grad_norm_(model.parameters(), 0.01),
        "B": lambda: scaler.scale(loss_of(model)).backward(),
        "I": lambda: scaler.scale(loss_of(model) * torch.inf).backward(),
        "S": scaled_step,
        "f": lambda: model[0].requires_grad_(False),
        "t": lambda: model[0].requires_grad_(True),
        "2": lambda: model[2].zero_grad(),
        "p": lambda: torch.autograd.grad(loss_of(model), list(model.parameters())),
        "h": lambda: by_hand(model),
        "y": lambda: copied(model),
        "d": lambda: divided(model),
    }
    steps = 0
    for letter in loop.replace(" ", ""):
        try:
            with torch.set_grad_enabled(letter not in "yd"):
                does[letter]()
        except RuntimeError as error:
            if not str(error).startswith("stale ("):
                raise
            return steps, str(error).partition(": ")[2]
        steps += letter in "sS"
    return steps, ""


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    ("loop", "expected"),
    {
        "zbs zbs zbs": (3, ""),
        "0bs 0bs 0bs": (3, ""),
        "bsz bsz bsz": (3, ""),
        "bs0 bs0 bs0": (3, ""),
        "zbcs zbcs": (2, ""),
        "zBS zBS": (2, ""),
        "zbs bs": (1, USED),
        "0bs bs": (1, USED),
        "zbcs bcs": (1, USED),
        "zBS BS": (1, USED),
        "zbs bs bs zbs": (1, USED),  # once per epoch
        "bzs bzs b0s": (3, ""),  # trains nothing, which is another bug: the chapter "placement"
        "zbzbs zb0bs": (2, ""),  # a gradient for a look at its norm, thrown away
    }.items(),
)
def test_plain_loops(optimizer, loop, expected):
    assert run(loop, optimizer=optimizer) == expected


@pytest.mark.parametrize(
    ("loop", "window", "expected"),
    [
        ("zbbbbs zbbbbs", 4, (2, "")),
        ("zbbbbs zbs zbbbs", 4, (3, "")),
        ("zbbbbs zbbbbs", 1, (0, "4 in a window=1")),
        ("zbbbbs zbbbbbbs", 4, (1, "6 in a window=4")),
        ("bbbbs bbbbs", 4, (1, USED)),
        ("bs bs", 4, (1, USED)),
        ("bbbbsz bb bbbbsz", 4, (1, "6 in a window=4")),  # two are left of the last epoch
        ("bsz b bsz", 1, (1, "2 in a window=1")),  # an iteration broke off before its step
        ("zbps zbps", 1, (2, "")),
        ("zbhs zbhs", 1, (2, "")),
        ("bs hs hs hs", 1, (4, "")),
        ("bs h bs", 1, (2, "")),
        ("bs bhs", 1, (1, USED)),  # the limit: it cannot know that "h" looks at nothing old
        ("bs h s bs", 1, (2, USED)),
        ("bs ys", 1, (1, USED)),  # the limit: new values in the old tensor
        ("zbds bds", 1, (1, USED)),
        ("zgs gs", 1, (1, USED)),
        ("zgs zgs", 1, (2, "")),
        ("bs s", 1, (1, USED)),
        ("IS BS BS", 1, (3, "")),  # the limit: none of the three is made
        ("f zbs zbs t zbs zbs", 1, (4, "")),
        ("f zbs t zbs bs", 1, (2, USED)),
        ("bs f 2bs", 1, (1, USED)),  # frozen with its last gradient, which every step follows
        ("bs f zbs t zbs", 1, (3, "")),
    ],
)
def test_other_loops(loop, window, expected):
    assert run(loop, window) == expected


def test_it_says_which_weight():
    model = network()
    optimizer = OPTIMIZERS["SGD"](model[0].parameters())
    guard(optimizer)
    optimizer.add_param_group({"params": list(model[2].parameters())})
    for _ in range(3):
        optimizer.zero_grad()
        loss_of(model).backward()
        optimizer.step()
    model[0].zero_grad()
    loss_of(model).backward()
    with pytest.raises(RuntimeError, match=rf"^stale \(1, 8\): {USED}$"):
        optimizer.step()


def two_players(between, window=1):
    """A GAN in small, three rounds: D learns, G learns through D; is D cleared in between?"""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2), nn.Linear(2, 1)
    noise, real = torch.randn(8, 2), torch.randn(8, 2) + 3
    for_G, for_D = (OPTIMIZERS["Adam"](net.parameters()) for net in (G, D))
    guard(for_G, window)
    guard(for_D, window)
    for _ in range(3):
        if between:
            for_D.zero_grad()
        (D(G(noise).detach()).mean() - D(real).mean()).backward()
        for_D.step()
        for_D.zero_grad()
        for_G.zero_grad()
        (-D(G(noise)).mean()).backward()
        for_G.step()


def test_two_optimizers():
    two_players(between=True)
    with pytest.raises(RuntimeError, match=r"stale \(1, 2\): 2 in a window=1"):
        two_players(between=False)
    two_players(between=False, window=2)  # the limit: a window this long allows it


@pytest.mark.parametrize("optimizer", [*OPTIMIZERS.values(), torch.optim.LBFGS])
def test_a_closure_that_clears(optimizer):
    model = network()
    optimizer = optimizer(model.parameters())
    guard(optimizer)

    def closure(clear=True):
        if clear:
            optimizer.zero_grad()
        loss = loss_of(model)
        loss.backward()
        return loss

    for _ in range(3):
        optimizer.step(closure)
    with pytest.raises(RuntimeError, match="stale"):
        optimizer.step(lambda: closure(clear=False))


class Decayed(torch.optim.SGD):
    """A step that calls another: PyTorch runs the hooks of both."""

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            torch._foreach_mul_(group["params"], 0.99)
        return super().step(closure)


def test_a_step_in_a_step(monkeypatch):
    monkeypatch.setitem(OPTIMIZERS, "nested", lambda p: Decayed(p, lr=0.01))
    assert run("zbs zbs zbs", optimizer="nested") == (3, "")
    assert run("zbs bs", optimizer="nested") == (1, USED)
    assert run("zbs s", optimizer="nested") == (1, USED)


class Looped(nn.Module):
    """One layer, used in two reentrant checkpoints: one backward() adds to it twice."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x):
        x.requires_grad_()
        for _ in range(2):
            x = checkpoint(self.layer, x, use_reentrant=True)
        return x


def test_limit_reentrant_checkpoints_alone_count_for_each_use():
    """With any other layer beside them the fewest count, as the zoo shows."""
    assert run("zbs zbs", model=Looped()) == (0, "2 in a window=1")
    assert run("zbs zbs", 2, model=Looped()) == (2, "")
    assert run("zbs bs", 2, model=Looped()) == (1, USED)


def test_limit_the_weight_that_holds_fewest_counts():
    """Half of the model has a gradient of elsewhere: silent, until a step has used it."""
    model = network()
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    guard(optimizer)
    model[0](torch.randn(16, 4)).sum().backward()
    loss_of(model).backward()
    optimizer.step()
    loss_of(model).backward()
    with pytest.raises(RuntimeError, match=USED):
        optimizer.step()


@pytest.mark.parametrize(
    ("to_none", "clear", "right"),
    [(True, True, True), (True, False, False), (False, False, False)],  # the last: a limit
)
def test_gradients_under_two_names(to_none, clear, right):
    """A3C: the shared model's .grad is the worker's; None clears one name, zeros clear both."""
    shared, worker = nn.Linear(4, 1), nn.Linear(4, 1)
    optimizer = OPTIMIZERS["SGD"](shared.parameters())
    guard(optimizer)

    def iteration():
        worker.load_state_dict(shared.state_dict())
        optimizer.zero_grad(set_to_none=to_none)
        if clear:
            worker.zero_grad()
        loss_of(worker).backward()
        for theirs, own in zip(shared.parameters(), worker.parameters(), strict=True):
            theirs.grad = own.grad
        optimizer.step()

    iteration()
    with contextlib.nullcontext() if right else pytest.raises(RuntimeError, match=USED):
        iteration()


def test_models_and_optimizers_are_saved_and_copied(recwarn):
    model = network()
    optimizer = OPTIMIZERS["Adam"](model.parameters())
    guard(optimizer)
    loss_of(model).backward()
    optimizer.step()
    for saved in (model, model.state_dict(), optimizer, optimizer.state_dict()):
        torch.save(saved, io.BytesIO())
        copy.deepcopy(saved)
    assert not recwarn.list


@pytest.fixture
def one_process():
    store = torch.distributed.HashStore()
    torch.distributed.init_process_group("gloo", store=store, rank=0, world_size=1)
    yield
    torch.distributed.destroy_process_group()


@pytest.mark.parametrize("view", [True, False])
def test_ddp(one_process, view):
    def model():
        return nn.parallel.DistributedDataParallel(network(), gradient_as_bucket_view=view)

    assert run("zbs 0bs zbs zbs", model=model()) == (4, "")
    assert run("zbbs zbbs zbbs", 2, model=model()) == (3, "")
    # with views, DDP replaces .grad in the second forward pass: it is seen a step later
    assert run("zbs bs bs bs", model=model()) == (1 + view, USED)


def test_fsdp(one_process):
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    def model():
        return fully_shard(network(), mesh=init_device_mesh("cpu", (1,)))

    assert run("zbs zbs zbs", model=model()) == (3, "")
    assert run("zbs bs", model=model()) == (1, USED)
    assert run("zbbs zbbs", model=model()) == (2, "")  # the limit: it does not count there
    assert run("0bs 0bs", model=model()) == (1, USED)  # the limit: zeros are taken for old


PROGRAMS = {  # of every chapter: what the guard says of it with a window of this length
    "index/five_lines.py": (1, ""),
    "index/accumulate.py": (4, ""),
    "accumulation/per_sample_adam.py": (1, ""),
    "accumulation/variable_window.py": (8, ""),
    "accumulation/ledger.py": (ANY, USED),
    "accumulation/two_steps.py": (ANY, USED),
    "forgetting/dance.py": (ANY, USED),
    "forgetting/scaler_ledger.py": (ANY, USED),
    "forgetting/once_per_epoch.py": (ANY, USED),
    "clearing/unfrozen.py": (1, ""),
    "clearing/two_optimizers.py": (1, ""),
    "clearing/frozen.py": (ANY, USED),
    "clearing/trainable_only.py": (ANY, USED),
    "clearing/hybrid.py": (ANY, USED),
    "placement/four_places.py": (1, ""),
    "placement/closure.py": (ANY, ""),
    "placement/cleared_too_early.py": (1, ""),
    "placement/once_per_epoch.py": (ANY, USED),
    "exceptions/accumulate.py": (4, ""),
    "exceptions/scaler_window.py": (4, ""),
    "exceptions/left_over.py": (4, "6 in a window=4"),
    "loops/sam.py": (1, ""),
    "loops/surgery.py": (1, ""),
    "loops/gan.py": (ANY, ""),
    "loops/inner_optimizer.py": (ANY, USED),
    "loops/lbfgs.py": (ANY, USED),
}


def guarded(path, window):
    """A job that runs a program with the guard in each of its optimizers: what the guard said."""

    def run():
        plain = torch.optim.Optimizer.__init__

        def init(self, *arguments, **options):
            plain(self, *arguments, **options)
            guard(self, window)

        torch.optim.Optimizer.__init__ = init
        try:
            runpy.run_path(str(path), run_name="__main__")
        except RuntimeError as error:
            if not str(error).startswith("stale"):
                raise
            return str(error).split(": ")[1]
        return ""

    return run


@pytest.fixture(scope="module")
def said():
    forked.warm()
    known = programs.all_programs()
    jobs = {n: guarded(known[n], w) for n, (w, _) in PROGRAMS.items() if n in known}
    return dict(forked.run_all(jobs, timeout=120))


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_of_every_chapter(said, name):
    assert name in said, f"snippets/{name} is gone; name another program of its chapter here"
    assert said[name].error is None, said[name].error.traceback
    assert said[name].value == PROGRAMS[name][1]
