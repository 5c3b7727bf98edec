"""Clearing: what None and zeros do to a step, to a frozen layer, to memory and to time."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import statistics
import tempfile
import time
from pathlib import Path

import torch
from torch.profiler import ProfilerActivity, profile, record_function

from scripts.experiments import definitions, medians, on, program

PHASES = ("zero_grad", "forward", "backward", "step")
CONFIGURATIONS = {
    "SGD": (torch.optim.SGD, {"lr": 0.05}),
    "SGD, decay": (torch.optim.SGD, {"lr": 0.05, "weight_decay": 0.1}),
    "SGD, momentum": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
    "SGD, Nesterov": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
    "ASGD": (torch.optim.ASGD, {"lr": 0.05}),
    "ASGD, no decay": (torch.optim.ASGD, {"lr": 0.05, "lambd": 0.0}),
    "Rprop": (torch.optim.Rprop, {"lr": 0.05}),
    "Adagrad": (torch.optim.Adagrad, {"lr": 0.05}),
    "Adagrad, decay": (torch.optim.Adagrad, {"lr": 0.05, "weight_decay": 0.1}),
    "Adadelta": (torch.optim.Adadelta, {"lr": 1.0}),
    "Adadelta, decay": (torch.optim.Adadelta, {"lr": 1.0, "weight_decay": 0.1}),
    "RMSprop": (torch.optim.RMSprop, {"lr": 0.05}),
    "RMSprop, decay": (torch.optim.RMSprop, {"lr": 0.05, "weight_decay": 0.1}),
    "RMSprop, momentum": (torch.optim.RMSprop, {"lr": 0.05, "momentum": 0.9}),
    "Adam": (torch.optim.Adam, {"lr": 0.05}),
    "Adam, decay": (torch.optim.Adam, {"lr": 0.05, "weight_decay": 0.1}),
    "Adam, no momentum": (torch.optim.Adam, {"lr": 0.05, "betas": (0.0, 0.999)}),
    "AdamW": (torch.optim.AdamW, {"lr": 0.05}),
    "NAdam": (torch.optim.NAdam, {"lr": 0.05}),
    "RAdam": (torch.optim.RAdam, {"lr": 0.05}),
    "Adamax": (torch.optim.Adamax, {"lr": 0.05}),
    "Adafactor": (torch.optim.Adafactor, {"lr": 0.05}),
    "Adafactor, decay": (torch.optim.Adafactor, {"lr": 0.05, "weight_decay": 0.1}),
    "Muon": (torch.optim.Muon, {"lr": 0.05}),
    "Muon, no decay": (torch.optim.Muon, {"lr": 0.05, "weight_decay": 0.0}),
    "SparseAdam": (torch.optim.SparseAdam, {"lr": 0.05}),
    "L-BFGS": (torch.optim.LBFGS, {"lr": 0.1, "max_iter": 4}),
}


def _rows(X, w):
    """All rows of the table `w`, looked up so that its gradient is sparse."""
    return torch.nn.functional.embedding(torch.arange(len(w)), w, sparse=True)


def _optimizer_classes() -> set[str]:
    """The names of the optimizers that torch.optim offers."""
    found = (getattr(torch.optim, name) for name in dir(torch.optim))
    kinds = [kind for kind in found if isinstance(kind, type)]
    return {k.__name__ for k in kinds if issubclass(k, torch.optim.Optimizer)} - {"Optimizer"}


def matrix(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """Every optimizer of torch.optim: three steps on a weight that has dropped out of the loss.

    Gives rows[configuration][none|zeros]: moved[seed] (length), in_last_steps[seed] (the same over
    the last step's length), median (of these), counted (steps in the state, or None); classes: how
    many optimizers; not_tried[…]: names; that_move_on_zeros: how many; that_move_on_none[…]: names.
    Source: clearing/coast.py.
    """
    coast = definitions("clearing/coast.py")["coast"]
    rows = {}
    for name, (kind, settings) in CONFIGURATIONS.items():
        layer = _rows if kind is torch.optim.SparseAdam else torch.matmul
        make = functools.partial(kind, **settings)
        rows[name] = {}
        for key, set_to_none in (("none", True), ("zeros", False)):
            with on(device):
                runs = [coast(make, set_to_none, seed, layer) for seed in seeds]
            in_last_steps = [run["moved"] / run["last step"] for run in runs]
            rows[name][key] = {
                "moved": [run["moved"] for run in runs],
                "in_last_steps": in_last_steps,
                "median": statistics.median(in_last_steps),
                "counted": runs[0]["counted"],
            }
    tried = {kind.__name__ for kind, _ in CONFIGURATIONS.values()}
    return {
        "rows": rows,
        "classes": len(tried),
        "not_tried": sorted(_optimizer_classes() - tried),
        "that_move_on_zeros": sum(min(row["zeros"]["moved"]) > 0 for row in rows.values()),
        "that_move_on_none": [n for n, row in rows.items() if max(row["none"]["moved"]) > 0],
    }


def unused(seed=0, device="cpu"):
    """Twenty steps on a weight that has dropped out of the loss, for each optimizer of matrix().

    Gives [configuration]: make (its code), and for none and zeros: distance[21] (from where it was
    when it dropped out, over the length of its last real step) and counted (steps in the state at
    the end, or None). SparseAdam, which takes other layers, is left out. Source: clearing/coast.py.
    """
    coast, result = definitions("clearing/coast.py")["coast"], {}
    for name, (kind, settings) in CONFIGURATIONS.items():
        if kind is torch.optim.SparseAdam:
            continue
        options = "".join(f", {key}={value!r}" for key, value in settings.items())
        result[name] = {"make": f"torch.optim.{kind.__name__}(ws{options})"}
        for key, set_to_none in (("none", True), ("zeros", False)):
            path = []

            def make(ws, kind=kind, settings=settings, path=path):
                optimizer = kind(ws, **settings)
                optimizer.register_step_post_hook(lambda *_: path.append(ws[1].detach().clone()))
                return optimizer

            with on(device):
                run = coast(make, set_to_none, seed, idle=20)
            distance = [(w - path[4]).norm().item() / run["last step"] for w in path[4:]]
            result[name][key] = {"distance": distance, "counted": run["counted"]}
    return result


def phases(seed=0, device="cpu"):
    """Bytes at the end of each phase of an iteration, in P, for SGD and for Adam.

    Gives [optimizer][none|zeros][phase]: name, end (P), peak (P). Source: clearing/memory.py.
    """
    train = program("clearing/memory.py")["train"]
    return {
        make.__name__: {
            key: [
                {"name": phase["name"], "end": phase["trace"][-1], "peak": phase["peak"]}
                for phase in _last_iteration(train, device, set_to_none=key == "none", make=make)
            ]
            for key in ("none", "zeros")
        }
        for make in (torch.optim.SGD, torch.optim.Adam)
    }


def lists(device="cpu"):
    """Do optimizer.zero_grad(), model.zero_grad() and the loop by hand give the same weights?

    Gives same[setting]: same bits after 50 iterations. Source: clearing/same_loop.py.
    """
    run, optim = definitions("clearing/same_loop.py"), torch.optim
    settings = {
        "SGD, momentum": functools.partial(optim.SGD, momentum=0.9, weight_decay=0.1),
        "Adam, foreach": functools.partial(optim.Adam, foreach=True),
        "AdamW, fused": functools.partial(optim.AdamW, fused=True),
        "RMSprop": optim.RMSprop,
        "Adagrad": optim.Adagrad,
    }
    with on(device):
        ends = {
            name: [run["train"](run[f"by_{by}"], make) for by in ("optimizer", "module", "hand")]
            for name, make in settings.items()
        }
    return {"same": {k: all(torch.equal(w, ws[0]) for w in ws) for k, ws in ends.items()}}


def muon_window(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """Muon's step for the sum of two gradients, against the sum of its steps for each of them.

    Gives [seed]: cosine between the two, lengths (that of the sum of steps over that of the one);
    tenfold, rank_one: length of the step for ten times a gradient, and for one of rank 1, over its.
    Without a program: torch.optim.Muon is called here.
    """

    def step(grad):
        w = torch.nn.Parameter(torch.zeros_like(grad))
        w.grad = grad
        torch.optim.Muon([w], lr=1.0, weight_decay=0.0, momentum=0.0).step()
        return w.detach().flatten()

    runs = []
    for seed in seeds:
        torch.manual_seed(seed)
        first, second = torch.randn(2, 8, 8, device=device)
        once, twice = step(first + second), step(first) + step(second)
        runs.append(
            {
                "cosine": torch.cosine_similarity(once, twice, dim=0).item(),
                "lengths": (twice.norm() / once.norm()).item(),
                "tenfold": (step(10 * first).norm() / step(first).norm()).item(),
                "rank_one": (step(first[:1] * first[:, :1]).norm() / step(first).norm()).item(),
            }
        )
    return runs


def frozen(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """A layer frozen after 20 iterations: its distance from there, by optimizer and clearing.

    Gives [optimizer][clearing]: seeds[seed][iteration] (distance over the weights' length, 50
    iterations), median[iteration]. Source: clearing/frozen.py.
    """
    shown = definitions("clearing/frozen.py")
    result = {name: {} for name in shown["optimizers"]}
    for name, clear in itertools.product(result, shown["clearings"]):
        with on(device):
            paths = [shown["drift"](shown["optimizers"][name], clear, seed) for seed in seeds]
        result[name][clear] = {"seeds": paths, "median": medians(paths)}
    return result


def _on_cpu(train, **settings) -> list[dict]:
    """The bytes allocated after every event of the CPU's allocator, phase by phase, in P."""
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as profiler:
        weights = train(phase=record_function, **settings)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "trace.json")
        profiler.export_chrome_trace(str(file))
        events = json.loads(file.read_text(encoding="utf-8"))["traceEvents"]
    events = sorted((e for e in events if "ts" in e), key=lambda event: event["ts"])
    totals = [(e["ts"], e["args"]) for e in events if e["name"] == "[memory]"]
    before = totals[0][1]["Total Allocated"] - totals[0][1]["Bytes"]
    phases = []
    for event in events:
        if event.get("cat") == "user_annotation" and event["name"] in PHASES:
            start, end = event["ts"], event["ts"] + event["dur"]
            entry = [args for ts, args in totals if ts < start][-1:]
            inside = [args for ts, args in totals if start <= ts <= end]
            trace = [(a["Total Allocated"] - before) / weights for a in (*entry, *inside)]
            phases.append({"name": event["name"], "peak": max(trace), "trace": trace})
    return phases


def _on_cuda(train, **settings) -> list[dict]:
    """The bytes allocated on the GPU at the end of each phase, and at its peak, in P."""
    before, phases = torch.cuda.memory_allocated(), []

    @contextlib.contextmanager
    def phase(name):
        torch.cuda.reset_peak_memory_stats()
        yield
        now, peak = torch.cuda.memory_allocated(), torch.cuda.max_memory_allocated()
        phases.append({"name": name, "peak": peak - before, "trace": [now - before]})

    with torch.device("cuda"):
        weights = train(phase=phase, **settings)
    return [{**p, "peak": p["peak"] / weights, "trace": [p["trace"][0] / weights]} for p in phases]


def _last_iteration(train, device: str, **settings) -> list[dict]:
    """The phases of the last iteration of clearing/memory.py."""
    phases = {"cpu": _on_cpu, "cuda": _on_cuda}[device](train, **settings)
    return phases[-(2 + 2 * settings.get("window", 1)) :]


def memory(seed=0, device="cpu"):
    """Bytes allocated through the last iteration, in P, the weights' own bytes.

    Gives [none|zeros][phase]: name, peak (P), trace[event] (P; on a GPU its end alone). Source:
    clearing/memory.py.
    """
    train = program("clearing/memory.py")["train"]
    return {k: _last_iteration(train, device, set_to_none=k == "none") for k in ("none", "zeros")}


def peaks(seed=0, device="cpu"):
    """The peak of an iteration's bytes, and where it is, by batch and window.

    Gives [row], by batch (8, 128, 512), then window (1, 4): batch, window, and for none and zeros:
    peak (P), phase (its name), way_through_it (0 … 1). Source: clearing/memory.py.
    """
    train = program("clearing/memory.py")["train"]
    sizes = [{"batch": b, "window": w} for b, w in itertools.product((8, 128, 512), (1, 4))]
    return [{**size, **_peaks(train, device, **size)} for size in sizes]


def peaks_adamw(seed=0, device="cpu"):
    """The same peaks with AdamW, one backward() to a step, by batch, without and with foreach.

    Gives [row]: batch, foreach (bool), and for none and zeros the keys of peaks. Source:
    clearing/memory.py.
    """
    train, rows = program("clearing/memory.py")["train"], []
    for batch, foreach in itertools.product((8, 128, 512), (False, True)):
        make = functools.partial(torch.optim.AdamW, foreach=foreach)
        found = _peaks(train, device, batch=batch, make=make)
        rows.append({"batch": batch, "foreach": foreach, **found})
    return rows


def _peaks(train, device: str, **settings) -> dict:
    """The peak of the last iteration, with None and with zeros."""
    found = {}
    for key in ("none", "zeros"):
        phases = _last_iteration(train, device, set_to_none=key == "none", **settings)
        top = max(phases, key=lambda phase: phase["peak"])
        found[key] = {
            "peak": top["peak"],
            "phase": top["name"],
            "way_through_it": top["trace"].index(max(top["trace"])) / len(top["trace"]),
        }
    return found


def thousand(seed=0, device="cpu"):
    """Fastest of 20 calls that clear 1000 gradients of 64 x 64, and of backward(), compared.

    Gives zeros_take_longer, none_under_half_of_backward, zeros_under_half_of_backward: bools, as
    times differ from run to run. Without a program: the calls are timed here.
    """
    torch.manual_seed(seed)
    weights = [torch.nn.Parameter(torch.randn(64, 64, device=device)) for _ in range(1000)]
    optimizer = torch.optim.SGD(weights, lr=0.0)
    wait = torch.cuda.synchronize if device == "cuda" else lambda: None
    fastest = {"none": float("inf"), "zeros": float("inf"), "backward": float("inf")}

    def measure(name, call):
        wait()
        start = time.perf_counter()
        call()
        wait()
        fastest[name] = min(fastest[name], time.perf_counter() - start)

    for _ in range(20):
        for key, set_to_none in (("none", True), ("zeros", False)):
            loss = torch.stack([w.sum() for w in weights]).sum()
            measure("backward", loss.backward)
            measure(key, lambda: optimizer.zero_grad(set_to_none=set_to_none))  # noqa: B023
    return {
        "zeros_take_longer": fastest["zeros"] > 1.25 * fastest["none"],
        "none_under_half_of_backward": fastest["none"] < 0.5 * fastest["backward"],
        "zeros_under_half_of_backward": fastest["zeros"] < 0.5 * fastest["backward"],
    }
