"""Promise: what a reader pastes tells right loops from wrong ones, for each model of the zoo."""

import contextlib
import functools
import gc
import io
import re
import runpy

import pytest
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

from scripts import forked
from scripts.files import ROOT
from tests.zoo import ZOO, Carried, plain, sequence

KINDS = pytest.mark.parametrize("kind", ZOO.values(), ids=ZOO)


@functools.cache
def defined(name):
    """What a program defines."""
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path(str(ROOT / "snippets" / name))


def pasted(name, what):
    """A function of a program, as a reader pastes it; the program runs at its first call."""
    return lambda *given, **named: defined(name)[what](*given, **named)


equals = pasted("exceptions/equals_batch.py", "what_breaks")
off = pasted("checklist/differs_from_the_batch.py", "off")
watch = pasted("checklist/loss_flat.py", "watch")
stale = pasted("checklist/loss_oscillates.py", "stale")
left_over = pasted("checklist/only_with_amp.py", "left_over")
held = pasted("checklist/memory_rose.py", "held")
operations = pasted("checklist/memory_grows.py", "operations")
frozen = pasted("checklist/frozen_layer_moves.py", "frozen")
broken = pasted("checklist/nan_after_a_skip.py", "broken")
spread = pasted("checklist/ranks_disagree.py", "spread")
guard = pasted("forgetting/guard.py", "guard")


def loop(kind, mistake="", model=None, steps=4, window=1):
    """Train; yield the moment, the model and the optimizer, before and after each step."""
    torch.manual_seed(0)
    model = model or kind.make()
    optimizer = kind.optimizer(model.parameters(), lr=0.01)
    for _ in range(steps):
        if mistake != "forgotten":
            optimizer.zero_grad(set_to_none=mistake != "zeros")
        yield "cleared", model, optimizer
        for _ in range(window):
            kind.loss(model, kind.batch(10)).backward()
        if "too early" in mistake:
            optimizer.zero_grad(set_to_none="zeros" not in mistake)
        yield "before the step", model, optimizer
        optimizer.step()
        yield "after the step", model, optimizer


@pytest.fixture(autouse=True)
def few_objects():
    """Let operations() look at what the test makes alone, which is quick."""
    gc.freeze()
    yield
    gc.unfreeze()


def said(capsys):
    return capsys.readouterr().out.splitlines()


def told(words):
    return "cannot tell" if words.startswith("cannot tell: ") else words


@KINDS
def test_what_breaks(kind):
    torch.manual_seed(0)
    model, batch = kind.make(), kind.batch(10)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    for p in model.parameters():
        p.grad = torch.ones_like(p)
    assert told(equals(model, kind.loss, batch)) == (kind.differs or "equal")
    assert all(value.equal(before[name]) for name, value in model.state_dict().items())
    assert all(p.grad.eq(1).all() for p in model.parameters())
    measured = off(model, kind.loss, batch, rows=10)
    if kind.differs == "cannot tell":
        assert told(measured) == "cannot tell"
    else:
        cut, again = (float(number) for number in re.findall(r"\d\.\d+", measured))
        assert (cut > 0.01) == bool(kind.differs)
        assert (again > 0.01) == kind.differs.startswith("random")
    assert told(equals(model.eval(), kind.loss, batch)) == (kind.in_eval or "equal in eval()")


def test_what_breaks_says_why_it_cannot_tell():
    torch.manual_seed(0)
    model, other, kind = plain(), plain(), ZOO["plain"]
    assert equals(model, lambda _, batch: kind.loss(other, batch), kind.batch(10)).startswith(
        "cannot tell: the loss does not use the model"
    )
    few = "cannot tell: 3 rows make no 4 micro-batches"
    assert equals(model, kind.loss, kind.batch(3)) == few
    assert off(model, kind.loss, kind.batch(3), rows=3) == few
    assert equals(model, kind.loss, kind.batch(10)[0]).startswith("cannot tell: ")
    assert off(model, kind.loss, kind.batch(10)[0], rows=10).startswith("cannot tell: ")


@KINDS
@pytest.mark.parametrize("mistake", ["", "zeros", "forgotten"])
def test_what_is_left_over(kind, mistake, capsys):
    counts, names = [], []
    for moment, model, _ in loop(kind, mistake):
        if moment == "cleared":
            stale(model)
            names.append(len(left_over(model)))
            counts += [int(line.split()[0]) for line in said(capsys)]
    assert counts == names
    assert counts[0] == 0
    assert all((count > 0) == (mistake == "forgotten") for count in counts[1:])


@KINDS
@pytest.mark.parametrize("mistake", ["", "zeros", "forgotten"])
def test_guard(kind, mistake):
    steps, message = 0, ""
    try:
        for moment, _, optimizer in loop(kind, mistake):
            if not steps and moment == "cleared":
                guard(optimizer)
            steps += moment == "after the step"
    except RuntimeError as error:
        message = str(error)
    assert steps == (1 if mistake == "forgotten" else 4), message
    assert ("used by a step" in message) == (mistake == "forgotten")


@KINDS
@pytest.mark.parametrize("declared", [1, 3])
def test_guard_of_windows(kind, declared):
    run = loop(kind, window=3)
    _, _, optimizer = next(run)
    guard(optimizer, window=declared)
    if declared == 3:
        assert sum(moment == "after the step" for moment, *_ in run) == 4
    else:
        with pytest.raises(RuntimeError, match=r"stale .*: [36] in a window=1"):
            list(run)


@KINDS
def test_watch(kind, capsys):
    def counts(mistake, rate=0.01):
        run = loop(kind, mistake, steps=2)
        _, model, optimizer = next(run)
        optimizer.param_groups[0]["lr"] = rate
        watch(model, optimizer)
        list(run)
        return [[int(w) for w in line.split()[:-1] if w.isdigit()] for line in said(capsys)][-1]

    every, its, given, not_zero, moved = counts("")
    assert every == its >= given >= not_zero > 0
    assert moved > 0
    assert counts("too early")[2:] == [0, 0, 0]
    assert counts("too early, zeros")[2:4] == [given, 0]
    *_, not_zero, moved = counts("", rate=0.0)
    assert not_zero > moved == 0


@KINDS
@pytest.mark.parametrize("mistake", ["", "zeros", "forgotten"])
def test_held(kind, mistake, capsys):
    for moment, model, optimizer in loop(kind, mistake):
        if moment == "cleared":
            held(model, optimizer)
    *_, last = said(capsys)
    its, others = (int(word) for word in last.replace(",", "").split() if word.isdigit())
    assert (its > 0, others) == (bool(mistake), 0)


KEPT = {  # how a loop keeps its losses: does the graph grow?
    "numbers": (lambda kept, loss: [*kept, loss.item()], False),
    "losses": (lambda kept, loss: [*kept, {"loss": loss}], True),
    "their sum": (lambda kept, loss: sum(kept) + loss[None], True),
}


@KINDS
@pytest.mark.parametrize(("keep", "grows"), KEPT.values(), ids=KEPT)
def test_operations(kind, keep, grows):
    torch.manual_seed(0)
    model, kept, found = kind.make(), [], []
    for _ in range(4):
        loss = kind.loss(model, kind.batch(10))
        loss.backward()
        model.zero_grad()
        kept = keep(kept, loss)
        found.append(operations())
    assert (found == sorted(set(found))) == grows, found


def test_operations_of_a_carried_state():
    found = []
    for detach in (True, False):
        torch.manual_seed(0)
        model = Carried(detach)
        for _ in range(4):
            sequence(model, torch.randn(10, 5, 6)).backward(retain_graph=True)
            model.zero_grad()
            found.append(operations())
    assert found[1] == found[3] < found[5] < found[7]


@KINDS
@pytest.mark.parametrize(
    ("mistake", "left"), [("", "none"), ("zeros", "zeros"), ("forgotten", "gradients")]
)
def test_frozen(kind, mistake, left):
    run = loop(kind, mistake, steps=2)
    for _ in range(3):
        _, model, _ = next(run)
    already = frozen(model)["frozen"]
    given = [p for p in model.parameters() if p.grad is not None and p.grad.any()]
    given[0].requires_grad_(False)
    next(run)
    found = frozen(model)
    assert found.pop("frozen") == already + 1
    assert found.pop("none") == already + (left == "none")
    assert found.pop(left, 1) == 1
    assert not any(found.values())


@KINDS
def test_broken(kind):
    for mistake in ("", "forgotten"):
        found = []
        for i, (moment, model, _) in enumerate(loop(kind, mistake)):
            if moment == "cleared":
                found.append(broken(model))
            elif i == 1:
                p = next(p for p in model.parameters() if p.grad is not None)
                p.grad = p.grad * torch.nan
        assert [bool(names) for names in found[:2]] == [False, bool(mistake)]


@pytest.mark.parametrize("mistake", ["", "forgotten"])
@pytest.mark.parametrize("scale", [1.0, 2.0**17])
def test_left_over_with_clipping_and_a_scaler(mistake, scale):
    model = ZOO["sparse"].make()  # it has a layer that nothing uses
    dense = [p for name, p in model.named_parameters() if "bag" not in name]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    scaler = torch.amp.GradScaler("cpu", init_scale=scale)
    found = []
    for _ in range(4):
        if not mistake:
            optimizer.zero_grad()
        found.append(bool(left_over(model)))
        scaler.scale(ZOO["sparse"].loss(model, ZOO["sparse"].batch(10))).backward()
        scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_norm_(dense, 0.1)
        scaler.step(optimizer)
        scaler.update()
    assert found == [False] + 3 * [bool(mistake)]


def test_spread_of_one_process():
    assert spread(plain()) == 0.0


def rank(number, world, folder, work):
    """A job: one of the ranks of a gloo group that does this work."""

    def run():
        gc.freeze()
        store = dist.FileStore(f"{folder}/store", world)
        dist.init_process_group("gloo", store=store, rank=number, world_size=world)
        try:
            return work(number)
        finally:
            dist.destroy_process_group()

    return run


def on_two_ranks(folder, work):
    """What this work gives on each of two ranks."""
    forked.warm()
    jobs = {str(i): rank(i, 2, folder, work) for i in range(2)}
    outcomes = dict(forked.run_all(jobs, workers=2, timeout=240))
    for outcome in outcomes.values():
        assert outcome.error is None, outcome.error.traceback
    return [outcomes[str(i)].value for i in range(2)]


def ddp(name, number):
    """A kind of model under DDP whose batches differ from rank to rank."""
    kind = ZOO[name]
    torch.manual_seed(0)
    model = DistributedDataParallel(kind.make(), find_unused_parameters=True)
    torch.manual_seed(number)
    return kind, model, kind.optimizer(model.parameters(), lr=0.1)


def says(name, number, mistake):
    """What the guard, and the probes of gradients left over, say of three steps under DDP."""
    kind, model, optimizer = ddp(name, number)
    guard(optimizer)
    found = []
    for _ in range(3):
        if mistake != "forgotten":
            optimizer.zero_grad(set_to_none=mistake != "zeros")
        left = len(left_over(model))
        last = mistake != "last not averaged"
        with contextlib.nullcontext() if last else model.no_sync():
            kind.loss(model, kind.batch(10)).backward()
        try:
            optimizer.step()
        except RuntimeError as error:
            found.append(str(error).partition(": ")[2])
            break
        found.append(left)
    return found, spread(model) > 0


def probed(name, number):
    """What the other probes say of three right steps under DDP."""
    kind, model, optimizer = ddp(name, number)
    sizes = []
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        watch(model, optimizer)
        for _ in range(3):
            optimizer.zero_grad()
            stale(model)
            held(model, optimizer)
            kind.loss(model, kind.batch(10)).backward()
            optimizer.step()
            sizes.append(operations())
    fixed = frozen(model)
    lines = printed.getvalue().splitlines()
    moved = [int(line.split()[-4]) for line in lines if "moved" in line]
    return {
        "moved": min(moved) > 0,
        "stale": {line.split()[0] for line in lines if "already" in line},
        "held": {line for line in lines if "others" in line},
        "grows": sizes[1] < sizes[2],
        "frozen": fixed["frozen"] - fixed["none"],
        "broken": broken(model),
    }


DDP = ["GPT", "LoRA", "CNN", "dropped", "LSTM", "not reentrant"]


@pytest.fixture(scope="module")
def ranks(tmp_path_factory):
    """[rank][kind, mistake]: what the tools say."""
    mistakes = ["", "zeros", "forgotten", "last not averaged"]

    def work(number):
        found = {(name, m): says(name, number, m) for name in DDP for m in mistakes}
        return found | {name: probed(name, number) for name in DDP}

    return on_two_ranks(tmp_path_factory.mktemp("ranks"), work)


@pytest.mark.parametrize("name", DDP)
def test_two_ranks(ranks, name):
    for found in ranks:
        assert found[name, ""] == found[name, "zeros"] == ([0, 0, 0], False)
        forgotten, apart = found[name, "forgotten"]
        assert forgotten == [0, "used by a step and not cleared since"]
        assert not apart
        assert found[name, "last not averaged"] == ([0, 0, 0], True)
        assert found[name] == {
            "moved": True,
            "stale": {"0"},
            "held": {"the optimizer's parameters 0, others 0"},
            "grows": False,
            "frozen": 0,
            "broken": [],
        }


def test_two_ranks_and_what_is_not_finite(tmp_path):
    def work(number):
        _, model, _ = ddp("plain", number)
        found = []
        for bad in (0, 1):
            if number <= bad:
                with torch.no_grad():
                    next(model.parameters()).fill_(torch.nan)
            found.append(spread(model))
        return [str(number) for number in found]

    assert on_two_ranks(tmp_path, work) == [["inf", "nan"], ["inf", "nan"]]


def test_two_ranks_and_the_batch(tmp_path):
    def work(number):
        kind, model, _ = ddp("CNN", number)
        # one rank alone, which does not wait for the other
        return equals(model, kind.loss, kind.batch(10)) if number == 0 else None

    assert on_two_ranks(tmp_path, work) == ["1, BatchNorm2d", None]
