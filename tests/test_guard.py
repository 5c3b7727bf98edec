"""Promise: the guard of the chapter "forgetting" stops buggy loops and lets right ones pass."""

import contextlib
import io
import runpy

import pytest
import torch
import torch.distributed
from torch import nn

from scripts import forked, programs
from scripts.files import ROOT

with contextlib.redirect_stdout(io.StringIO()):
    guard = runpy.run_path(str(ROOT / "snippets" / "forgetting" / "guard.py"))["guard"]

USED = "used by a step and not cleared since"
ANY = 10**6  # a window no loop here reaches: only gradients that a step has used are stale
OPTIMIZERS = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.01),
    "foreach": lambda p: torch.optim.AdamW(p, lr=0.01, foreach=True),
    "fused": lambda p: torch.optim.SGD(p, lr=0.01, fused=True),
}


@pytest.fixture
def X():
    torch.manual_seed(0)
    return torch.randn(16, 4)


@pytest.fixture
def model(X):
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1))


def backward(model, X, scaler=None):
    loss = model(X).square().mean()
    (scaler.scale(loss) if scaler else loss).backward()


def verdict(loop):
    """Of a loop that yields after every step: the steps it made, and what the guard then said."""
    steps = 0
    try:
        for _ in loop:
            steps += 1
    except RuntimeError as error:
        return steps, str(error).partition(": ")[2]
    return steps, ""


@pytest.mark.parametrize("to_none", [True, False], ids=["None", "zeros"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
class TestPlainLoop:
    def test_cleared_every_time(self, model, X, optimizer, to_none):
        optimizer = optimizer(model.parameters())
        guard(optimizer)
        for _ in range(6):
            optimizer.zero_grad(set_to_none=to_none)
            backward(model, X)
            optimizer.step()

    def test_cleared_at_the_end(self, model, X, optimizer, to_none):
        optimizer = optimizer(model.parameters())
        guard(optimizer)
        for _ in range(6):
            backward(model, X)
            optimizer.step()
            model.zero_grad(set_to_none=to_none)

    def test_forgotten(self, model, X, optimizer, to_none):
        optimizer = optimizer(model.parameters())
        guard(optimizer)
        optimizer.zero_grad(set_to_none=to_none)
        backward(model, X)
        optimizer.step()
        backward(model, X)
        with pytest.raises(RuntimeError, match=USED):
            optimizer.step()

    def test_once_per_epoch(self, model, X, optimizer, to_none):
        optimizer = optimizer(model.parameters())
        guard(optimizer)

        def epoch():
            optimizer.zero_grad(set_to_none=to_none)
            for batch in X.split(4):
                backward(model, batch)
                yield optimizer.step()

        assert verdict(epoch()) == (1, USED)

    def test_cleared_between_backward_and_step_is_not_stale(self, model, X, optimizer, to_none):
        """The loop trains nothing, which is another bug: see the chapter "placement"."""
        optimizer = optimizer(model.parameters())
        guard(optimizer)
        for _ in range(6):
            backward(model, X)
            optimizer.zero_grad(set_to_none=to_none)
            optimizer.step()

    def test_a_gradient_thrown_away_is_not_stale(self, model, X, optimizer, to_none):
        optimizer = optimizer(model.parameters())
        guard(optimizer)
        for _ in range(4):
            optimizer.zero_grad(set_to_none=to_none)
            backward(model, X)  # for a look at its norm
            optimizer.zero_grad(set_to_none=to_none)
            backward(model, X)
            optimizer.step()


def windows(model, X, sizes, window, clear=True):
    """A loop with one step per window of these sizes."""
    optimizer = OPTIMIZERS["momentum"](model.parameters())
    guard(optimizer, window)
    for size in sizes:
        if clear:
            optimizer.zero_grad()
        for _ in range(size):
            backward(model, X)
        yield optimizer.step()


def test_windows(model, X):
    assert verdict(windows(model, X, [4, 4, 4], window=4)) == (3, "")
    assert verdict(windows(model, X, [4, 1, 3], window=4)) == (3, "")
    assert verdict(windows(model, X, [4, 4, 4], window=1)) == (0, "4 in a window=1")
    assert verdict(windows(model, X, [4, 6, 4], window=4)) == (1, "6 in a window=4")
    assert verdict(windows(model, X, [4, 4, 4], window=4, clear=False)) == (1, USED)
    assert verdict(windows(model, X, [1, 1], window=4, clear=False)) == (1, USED)


def test_left_over_micro_batches_of_a_window(model, X):
    """Ten micro-batches in windows of 4: the last two are in the next epoch's first step."""
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    guard(optimizer, window=4)

    def epochs():
        for i in [*range(10), *range(10)]:
            backward(model, X)
            if (i + 1) % 4 == 0:
                yield optimizer.step()
                optimizer.zero_grad()

    assert verdict(epochs()) == (2, "6 in a window=4")


def test_an_iteration_that_stopped_half_way(model, X):
    """Cleared at the end only: an exception after backward() leaves its gradient behind."""
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    guard(optimizer)
    for fails in (False, True):
        with contextlib.suppress(ZeroDivisionError):
            backward(model, X)
            1 / (not fails)
            optimizer.step()
            optimizer.zero_grad()
    backward(model, X)
    with pytest.raises(RuntimeError, match="2 in a window=1"):
        optimizer.step()


@pytest.mark.parametrize("clear", [True, False])
def test_clipping(model, X, clear):
    optimizer = OPTIMIZERS["Adam"](model.parameters())
    guard(optimizer)

    def loop():
        for _ in range(5):
            if clear:
                optimizer.zero_grad()
            backward(model, X)
            nn.utils.clip_grad_norm_(model.parameters(), 0.01)
            yield optimizer.step()

    assert verdict(loop()) == ((5, "") if clear else (1, USED))


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("clear", [True, False])
def test_grad_scaler(model, X, name, clear):
    optimizer = OPTIMIZERS[name](model.parameters())
    scaler = torch.amp.GradScaler("cpu")
    guard(optimizer)

    def loop():
        for _ in range(5):
            if clear:
                optimizer.zero_grad()
            backward(model, X, scaler)
            yield scaler.step(optimizer)
            scaler.update()

    assert verdict(loop()) == ((5, "") if clear else (1, USED))


def test_limit_a_step_that_the_scaler_skips_is_not_seen(model, X):
    """inf stays in .grad, no step runs any more, and so the guard is never asked."""
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    scaler = torch.amp.GradScaler("cpu")
    guard(optimizer)
    start = model[0].weight.detach().clone()
    for scale in (torch.inf, 1.0, 1.0):
        scaler.scale(model(X).square().mean() * scale).backward()
        scaler.step(optimizer)
        scaler.update()
    assert torch.equal(model[0].weight, start)


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


def test_frozen_from_the_start(model, X):
    model[0].requires_grad_(False)
    optimizer = OPTIMIZERS["momentum"](model.parameters())
    guard(optimizer)
    for step in range(6):
        if step == 3:
            model[0].requires_grad_(True)
        optimizer.zero_grad()
        backward(model, X)
        optimizer.step()
    backward(model, X)
    with pytest.raises(RuntimeError, match=USED):
        optimizer.step()


def test_frozen_with_a_gradient_left_in_it(model, X):
    """The frozen layer is trained on, with its last gradient, for ever."""
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    guard(optimizer)
    backward(model, X)
    optimizer.step()
    model[0].requires_grad_(False)
    model[2].zero_grad()
    backward(model, X)
    with pytest.raises(RuntimeError, match=rf"stale \(8, 4\): {USED}"):
        optimizer.step()


def test_frozen_and_cleared(model, X):
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    guard(optimizer)
    backward(model, X)
    optimizer.step()
    model[0].requires_grad_(False)
    for step in range(4):
        model[0].requires_grad_(step > 1)
        optimizer.zero_grad()
        backward(model, X)
        optimizer.step()


def test_step_twice(model, X):
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    guard(optimizer)
    backward(model, X)
    optimizer.step()
    with pytest.raises(RuntimeError, match=USED):
        optimizer.step()


def test_lbfgs_clears_in_its_closure(model, X):
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=5)
    guard(optimizer)

    def closure(clear=True):
        if clear:
            optimizer.zero_grad()
        loss = model(X).square().mean()
        loss.backward()
        return loss

    for _ in range(3):
        optimizer.step(closure)
    with pytest.raises(RuntimeError, match="stale"):
        optimizer.step(lambda: closure(clear=False))


def test_a_closure_that_clears(model, X):
    """As a framework calls any optimizer: everything happens in the closure."""
    optimizer = OPTIMIZERS["Adam"](model.parameters())
    guard(optimizer)

    def closure():
        loss = model(X).square().mean()
        optimizer.zero_grad()
        loss.backward()
        return loss

    for _ in range(4):
        optimizer.step(closure)


def test_parameters_that_join_later(model, X):
    optimizer = OPTIMIZERS["SGD"](model[0].parameters())
    guard(optimizer)
    optimizer.add_param_group({"params": list(model[2].parameters())})
    for _ in range(3):
        optimizer.zero_grad()
        backward(model, X)
        optimizer.step()
    model[0].zero_grad()
    backward(model, X)
    with pytest.raises(RuntimeError, match=rf"stale \(1, 8\): {USED}"):
        optimizer.step()


def test_the_probe_does_not_disturb(model, X):
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    guard(optimizer)
    for _ in range(4):
        optimizer.zero_grad()
        loss = model(X).square().mean()
        loss.backward(retain_graph=True)
        torch.autograd.grad(loss, list(model.parameters()))
        optimizer.step()


def test_gradients_assigned_by_hand(model, X):
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    guard(optimizer)
    weights = list(model.parameters())
    for _ in range(4):
        gradients = torch.autograd.grad(model(X).square().mean(), weights)
        for weight, gradient in zip(weights, gradients, strict=True):
            weight.grad = gradient
        optimizer.step()


@pytest.fixture
def one_process():
    store = torch.distributed.HashStore()
    torch.distributed.init_process_group("gloo", store=store, rank=0, world_size=1)
    yield
    torch.distributed.destroy_process_group()


@pytest.mark.parametrize("view", [True, False])
@pytest.mark.parametrize("clear", [True, False])
def test_ddp(one_process, model, X, view, clear):
    model = nn.parallel.DistributedDataParallel(model, gradient_as_bucket_view=view)
    optimizer = OPTIMIZERS["Adam"](model.parameters())
    guard(optimizer)

    def loop():
        for _ in range(5):
            if clear:
                optimizer.zero_grad()
            backward(model, X)
            yield optimizer.step()

    assert verdict(loop()) == ((5, "") if clear else (1, USED))


def test_limit_fsdp_goes_past_the_hooks(one_process, model, X):
    """The guard is not for FSDP: it raises in the second step of a loop that is right."""
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    fully_shard(model, mesh=init_device_mesh("cpu", (1,)))
    optimizer = OPTIMIZERS["SGD"](model.parameters())
    guard(optimizer)

    def loop():
        for _ in range(2):
            optimizer.zero_grad()
            backward(model, X)
            yield optimizer.step()

    assert verdict(loop()) == (1, USED)


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
