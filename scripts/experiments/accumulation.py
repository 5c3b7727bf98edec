"""Runs of the chapter "accumulation": what `.grad` holds, call by call and line by line."""

from __future__ import annotations

import inspect
import itertools
import linecache
import sys
import warnings

import torch

from scripts.experiments import apart, definitions, medians, on, program

LINES = (
    "optimizer.zero_grad()",
    "prediction = w * x",
    "loss = (prediction - y) ** 2 / 2",
    "loss.backward()",
    "optimizer.step()",
)
DTYPES = (torch.float32, torch.bfloat16)
SWITCHES = {
    **dict.fromkeys(("foreach", "fused", "nesterov", "maximize", "amsgrad", "centered"), True),
    **{"momentum": 0.9, "weight_decay": 0.1, "decoupled_weight_decay": True},
}


def two_calls(device="cpu"):
    """`.grad` of one weight around two backward() calls of 3w, then after zero_grad().

    Gives before, first, second, cleared: w.grad, None or a number. Source:
    accumulation/two_calls.py.
    """
    run = program("accumulation/two_calls.py", device)
    return {key: run[key] for key in ("before", "first", "second", "cleared")}


def ledger(device="cpu"):
    """SGD (lr 0.5) on (w·1 − 4)²/2 from w = 0, four iterations, recorded after each of five lines.

    Gives cleared[row] and forgotten[row], 20 rows by iteration and line: iteration (from 1), line
    (its text), ran (bool), grad (w.grad or None), weight (w), loss (the last computed, or None),
    fresh (the part of w.grad that this iteration's backward() added, None before it). Source:
    accumulation/ledger.py, traced while it runs.
    """
    train = program("accumulation/ledger.py", device)["train"]
    with on(device):
        return {"cleared": _ledger(train, clear=True), "forgotten": _ledger(train, clear=False)}


def hill(device="cpu"):
    """The loop of the ledger for 40 iterations.

    Gives cleared[41] and forgotten[41]: w at the start and after every iteration; target: 4;
    envelope: how far from 4 theory lets a loop swing that never clears, 4 · 2/√(4 − 0.5) for the
    loss (w − 4)²/2 of curvature 1 and lr 0.5. Source: accumulation/ledger.py.
    """
    train = program("accumulation/ledger.py", device)["train"]
    with on(device):
        runs = {
            "cleared": [0.0, *(w for _, w in train(True, iterations=40))],
            "forgotten": [0.0, *(w for _, w in train(False, iterations=40))],
        }
    return {**runs, "target": 4.0, "envelope": 4 * 2 / (4 - 0.5) ** 0.5}


def diabetes(seeds=(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), device="cpu"):
    """Linear regression on 442 patients, SGD lr 0.01, batches of 32, 20 epochs, for each seed.

    Gives seeds; patients: their number; cleared[seed][epoch] and forgotten[seed][epoch]: loss over
    all patients; median[loop][epoch]; ahead_after_first_epoch: number of seeds where forgotten is
    lower; least_squares and predict_the_mean: the losses of both. Source: accumulation/diabetes.py;
    the data are scikit-learn's load_diabetes.
    """
    run = definitions("accumulation/diabetes.py")
    X, y = run["X"].to(device), run["y"].to(device)
    losses = {
        name: [run["train"](clear, seed, X, y) for seed in seeds]
        for name, clear in (("cleared", True), ("forgotten", False))
    }
    X, y = X.double().cpu(), y.double().cpu()
    ones = torch.ones(len(X), 1, dtype=X.dtype)
    design = torch.cat([X, ones], dim=1)
    residual = y - design @ torch.linalg.lstsq(design, y).solution
    return {
        "seeds": list(seeds),
        "patients": len(X),
        **losses,
        "median": {name: medians(runs) for name, runs in losses.items()},
        "ahead_after_first_epoch": sum(
            forgotten[0] < cleared[0]
            for cleared, forgotten in zip(losses["cleared"], losses["forgotten"], strict=True)
        ),
        "least_squares": residual.pow(2).mean().item(),
        "predict_the_mean": y.pow(2).mean().item(),
    }


def micro_batches(device="cpu"):
    """w.grad of two weights after each of four micro-batches of 16, and of the batch of 64.

    Gives running[micro-batch][weight], batch[weight], undivided[weight] (without the division by
    4); relative_difference: of the last running from batch; undivided_ratio: its length over
    batch's. Source: accumulation/micro_batches.py.
    """
    running_grad = program("accumulation/micro_batches.py", device)["running_grad"]
    with on(device):
        running, (batch,) = running_grad(4), running_grad(1)
        undivided = running_grad(4, divide=False)[-1]
    return {
        "running": [grad.tolist() for grad in running],
        "batch": batch.tolist(),
        "undivided": undivided.tolist(),
        "relative_difference": apart(running[-1], batch),
        "undivided_ratio": (undivided.norm() / batch.norm()).item(),
    }


def sums(device="cpu"):
    """Gradients that add up inside one backward() and over several.

    Gives tied[matrix][weight]: .grad of encoder, decoder, tied; two_losses: relative difference of
    backward() in turn from at once; rnn: uses and writes (numbers of), equal (bool);
    calls_per_step[step]: backward() calls. Sources: accumulation/tied.py, two_losses.py, rnn.py,
    variable_window.py.
    """
    tied = program("accumulation/tied.py", device)
    losses = program("accumulation/two_losses.py", device)
    rnn = program("accumulation/rnn.py", device)
    window = program("accumulation/variable_window.py", device)
    return {
        "tied": {name: tied[name].grad.tolist() for name in ("encoder", "decoder", "tied")},
        "two_losses": apart(losses["in_turn"], losses["at_once"]),
        "rnn": {
            "uses": len(rnn["sequence"]),
            "writes": len(rnn["writes"]),
            "equal": torch.equal(rnn["weight"].grad, rnn["expected"]),
        },
        "calls_per_step": [len(calls) for calls in window["windows"]],
    }


def elsewhere(device="cpu"):
    """`.grad` where readers do not expect it: after other calls, on inputs, activations, in hooks.

    Gives after[call]: w.grad after it, or None; inputs[of_weight|of_input][call][element];
    hooks[fresh|total][call]; retained[of_weight|of_hidden][call]; inputs_cleared[element]: x.grad;
    retained_new_pass: hidden.grad; log[entry]; same_tensor: are they one tensor; two_steps[2]: w
    after the first and the second step(). Sources: accumulation/where_it_lives.py, inputs.py,
    retained.py, hooks.py, log_by_reference.py, two_steps.py.
    """
    log = program("accumulation/log_by_reference.py", device)["log"]
    steps = program("accumulation/two_steps.py", device)
    wanted = {"inputs": ("of_weight", "of_input"), "hooks": ("fresh", "total")}
    wanted["retained"] = ("of_weight", "of_hidden")
    found = {name: program(f"accumulation/{name}.py", device) for name in wanted}
    return {
        "after": program("accumulation/where_it_lives.py", device)["seen"],
        **{name: {key: found[name][key] for key in keys} for name, keys in wanted.items()},
        "inputs_cleared": found["inputs"]["x"].grad.tolist(),
        "retained_new_pass": found["retained"]["hidden"].grad.item(),
        "log": [gradient.item() for gradient in log],
        "same_tensor": all(gradient is log[0] for gradient in log),
        "two_steps": [steps["after_first"], steps["w"].item()],
    }


def after_step(device="cpu"):
    """Does step() leave `.grad` as it is? Every dense optimizer class, its switches on and off.

    Gives tried[class]: number of settings (each in float32 and bfloat16, three iterations);
    changed[…]: the settings, in words, whose step() changed a `.grad`; shown[setting]: w.grad
    before and after a step. Source: accumulation/step_changes_grad.py; the settings are tried here.
    """
    changed, tried = [], {}
    with on(device):
        for kind in _dense_optimizers():
            for options in _switched(kind):
                try:
                    other = [_step_changes_grad(kind, options, d) for d in DTYPES]
                except (ValueError, RuntimeError):  # switches that exclude each other
                    continue
                tried[kind.__name__] = tried.get(kind.__name__, 0) + 1
                if any(other):
                    changed.append(", ".join([kind.__name__, *options]))
    shown = program("accumulation/step_changes_grad.py", device)["seen"]
    return {"tried": tried, "changed": changed, "shown": {k: list(v) for k, v in shown.items()}}


class _Silent(torch.autograd.Function):
    """The product of two, which gives the first of them no gradient."""

    @staticmethod
    def forward(w, x):
        return w * x

    @staticmethod
    def setup_context(context, inputs, output):
        pass

    @staticmethod
    def backward(context, gradient):
        return None, gradient


def boundaries(device="cpu"):
    """Where two rules end: backward() adds in place; `.grad` is None if no path leads to a weight.

    Gives same_tensor[how]: did the second backward() add into the tensor of the first;
    reached[how]: is there a `.grad` after backward().
    """

    def same_tensor(**options):
        w = torch.ones(2, requires_grad=True)
        w.square().sum().backward(**options)
        first = w.grad
        w.square().sum().backward(**options)
        return w.grad is first

    def reached(product):
        w, x = (torch.ones(2, requires_grad=True) for _ in range(2))
        (product(w, x) + x).sum().backward()
        return w.grad is not None

    with on(device), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the cycle that create_graph makes
        return {
            "same_tensor": {"plain": same_tensor(), "graph": same_tensor(create_graph=True)},
            "reached": {
                "a path": reached(torch.mul),
                "a function that returns None": reached(_Silent.apply),
                "no path": reached(lambda w, x: x),
            },
        }


def by_hand(device="cpu"):
    """Five epochs by hand (lr 0.02) and with Adam (lr 0.05), a step for each of 20 samples.

    Gives manual[step] and adam[step]: the loss of each sample, 100 steps. Sources:
    accumulation/manual.py, per_sample_adam.py.
    """
    names = {"manual": "manual", "adam": "per_sample_adam"}
    return {
        key: program(f"accumulation/{name}.py", device)["losses"] for key, name in names.items()
    }


def _dense_optimizers():
    """The optimizer classes of torch.optim that take dense gradients."""
    found = [getattr(torch.optim, name) for name in sorted(dir(torch.optim))]
    kinds = [kind for kind in found if isinstance(kind, type)]
    kinds = [kind for kind in kinds if issubclass(kind, torch.optim.Optimizer)]
    return [k for k in kinds if k not in (torch.optim.Optimizer, torch.optim.SparseAdam)]


def _switched(kind):
    """Every subset of the SWITCHES that `kind` has."""
    has = [name for name in SWITCHES if name in inspect.signature(kind).parameters]
    for size in range(len(has) + 1):
        for names in itertools.combinations(has, size):
            yield {name: SWITCHES[name] for name in names}


def _step_changes_grad(kind, options, dtype):
    """Is a gradient another after one of three steps than before it?"""
    torch.manual_seed(0)
    weights = [torch.randn(4, 4).to(dtype).requires_grad_() for _ in range(2)]
    optimizer = kind(weights, **options)
    changed = False
    for _ in range(3):
        optimizer.zero_grad()
        loss = sum(w.square().sum() for w in weights)
        loss.backward()
        before = [w.grad.clone() for w in weights]
        optimizer.step(lambda loss=loss: loss)  # L-BFGS wants a closure
        changed |= any(not torch.equal(w.grad, b) for w, b in zip(weights, before, strict=True))
    return changed


def _ledger(train, clear):
    """Twenty rows: the five LINES of four iterations, those that did not run included."""
    rows = []
    state = {"grad": None, "weight": 0.0, "loss": None}
    traced = iter([row for row in _line_by_line(train, clear) if row["line"] in LINES])
    for iteration in range(1, 5):
        before = 0.0
        for line in LINES:
            ran = clear or line != LINES[0]
            if ran:
                row = next(traced)
                if row.pop("line") != line:
                    raise RuntimeError(f"the loop of ledger.py no longer runs {line!r} here")
                state = row
            if line == LINES[0]:
                before = state["grad"] or 0.0
            fresh = state["grad"] - before if line in LINES[3:] else None
            rows.append({"iteration": iteration, "line": line, "ran": ran, **state, "fresh": fresh})
    return rows


def _line_by_line(function, *arguments):
    """Call `function` and return, after each line it runs, the line's text, w.grad, w and loss."""
    rows, last = [], None

    def on_line(frame, event, _):
        nonlocal last
        if event in ("line", "return"):
            w, loss = frame.f_locals.get("w"), frame.f_locals.get("loss")
            if last is not None and w is not None:
                grad = None if w.grad is None else w.grad.item()
                loss = None if loss is None else loss.item()
                rows.append({"line": last, "grad": grad, "weight": w.item(), "loss": loss})
            last = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
        return on_line

    sys.settrace(lambda frame, *_: on_line if frame.f_code is function.__code__ else None)
    try:
        function(*arguments)
    finally:
        sys.settrace(None)
    return rows
