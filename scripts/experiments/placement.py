"""Runs of the chapter "placement": every order of the five lines, and what each place costs."""

from __future__ import annotations

import contextlib
import tempfile
from functools import partial
from itertools import permutations
from pathlib import Path

import numpy as np
import torch

from scripts.experiments import definitions, medians, on, program, stacked
from scripts.experiments.stacked import digits_loss, digits_network, nested

LETTERS = {"zero_grad": "Z", "forward": "F", "loss": "L", "backward": "B", "step": "S"}
PLACES = {"ZFLBS": "at the top", "FZLBS": "after forward", "FLZBS": "before backward"}
PLACES["FLBSZ"] = "after step"
KINDS = {  # how a sentence of placement/five_lines.py begins: the short name of the outcome
    "learns: the same weights, bit": "same",
    "learns: the same weights, one": "late",
    "learns something else": "other",
    "never moves": "never",
    "NameError": "name",
    "RuntimeError: Trying to backward": "freed",
    "RuntimeError: one of the variables": "in_place",
}
OPTIMIZERS = {
    "SGD": (torch.optim.SGD, {"lr": 0.1}),
    "SGD, momentum": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
    "SGD, weight decay": (torch.optim.SGD, {"lr": 0.1, "weight_decay": 0.01}),
    "RMSprop": (torch.optim.RMSprop, {"lr": 0.01}),
    "Adagrad": (torch.optim.Adagrad, {"lr": 0.1}),
    "Adam": (torch.optim.Adam, {"lr": 0.01}),
    "AdamW": (torch.optim.AdamW, {"lr": 0.01}),
    "AdamW, fused": (torch.optim.AdamW, {"lr": 0.01, "fused": True}),
    "SGD, Nesterov, foreach": (
        torch.optim.SGD,
        {"lr": 0.05, "momentum": 0.9, "nesterov": True, "foreach": True},
    ),
}


def orders(device="cpu"):
    """All 120 orders of the five lines, and the 24 without zero_grad(), SGD lr 0.1, 40 iterations.

    Gives [model][start][clearing]["120" or "24"]: counts[outcome]: orders; results[…], one for each
    that differs bit for bit: outcome, orders[…] (in letters), and loss[2] (before, after) and moves
    (steps that do), or message, iteration and line (of what was raised). Models: network 2-8-1,
    linear 2-1, 64 samples; starts: a fresh script, a warm notebook, where one correct iteration ran
    before in the same names; clearings: none, zeros. Source: placement/five_lines.py.
    """
    five = _five_lines(device)
    with on(device):
        return {
            model: {
                start: {
                    clearing: {
                        "120": _census(five, list(LETTERS), model, start, clearing),
                        "24": _census(five, list(LETTERS)[1:], model, start, clearing),
                    }
                    for clearing in ("none", "zeros")
                }
                for start in ("fresh", "warm")
            }
            for model in ("network", "linear")
        }


def twins(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """Runs that should be one run, bit for bit: orders and what explains them.

    Gives seeds; for each pair [seed]: same bits. Without the call: the momentum-1 run of
    torch.optim.SGD, begun anew with each epoch if the call comes once per epoch. Linear model, step
    before backward: steps with the gradient of one update earlier, by autograd.grad. In a warm
    notebook: a last gradient that is used again, or added to the next one. Source:
    placement/five_lines.py.
    """
    five = _five_lines(device)
    with on(device):
        found = [_twins(five, seed) for seed in seeds]
    return {"seeds": list(seeds)} | {key: [one[key] for one in found] for key in found[0]}


def places(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """The four right orders with nine optimizers, clearing to None and to zeros, 20 iterations.

    Gives comparisons: three orders with the first, two clearings, all seeds; equal[optimizer]: how
    many of them gave the same bits throughout; four_places[place]: same bits;
    left[optimizer][none|zeros]: part of the weights' length left where zero_grad() stands between
    backward and step; warnings: how many were raised there; scaled[none|zeros]: the type of error
    that a GradScaler raises there, or None. Sources: placement/five_lines.py, four_places.py,
    cleared_too_early.py.
    """
    five = _five_lines(device)
    early = program("placement/cleared_too_early.py", device)
    four = program("placement/four_places.py", device)
    with on(device):
        equal = {}
        for name in OPTIMIZERS:
            first, *rest = (
                [_history(five, order, name, none, s) for s in seeds for none in (True, False)]
                for order in PLACES
            )
            equal[name] = sum(
                torch.equal(a, b) for other in rest for a, b in zip(first, other, strict=True)
            )
        left = {
            name: {"none": early["remains"](name, True), "zeros": early["remains"](name, False)}
            for name in early["OPTIMIZERS"]
        }
    return {
        "comparisons": 3 * 2 * len(seeds),
        "equal": equal,
        "four_places": [
            torch.equal(four["weights"][place], four["weights"]["at the top"])
            for place in four["PLACES"]
        ],
        "left": left,
        "warnings": len(early["caught"]),
        "scaled": {"none": _scaled_too_early(True), "zeros": _scaled_too_early(False)},
    }


def memory(device="cpu"):
    """Bytes held by a network of four layers of width 512, SGD, over its weights' bytes.

    Gives weights_MiB; phases["place, clearing"][forward|backward][allocation]: held in the third
    iteration, batches of 512; batch_64, batch_512, batch_2048 [place][none|zeros]: peak, held
    between two iterations, and on a CPU peak_in: forward, backward or step; adam_64 and adam_512
    [foreach|plain][place][none|zeros]: peak and peak_in with Adam. Source:
    placement/memory_by_place.py (the profiler's allocator events on a CPU, the allocator's own
    counters on a GPU).
    """
    program_ = definitions("placement/memory_by_place.py", device)
    found = {"weights_MiB": None, "phases": {}}
    for batch in (64, 512, 2048):
        rows = {}
        for place in ("at the top", "before backward", "after step"):
            for none in (True, False):
                if device == "cuda":
                    peak, held, unit = _cuda_memory(program_["train"], place, none, batch)
                    where = {}
                else:
                    events, unit = program_["watch"](place, none, batch)
                    alive = [count / unit for count in program_["held"](events)]
                    peak, held = max(alive), alive[-1]
                    where = {"peak_in": _where(events, alive)}
                    if batch == 512:
                        key = f"{place}, {'none' if none else 'zeros'}"
                        found["phases"][key] = _phases(events, alive)
                rows.setdefault(place, {})["none" if none else "zeros"] = {
                    "peak": peak,
                    "held": held,
                    **where,
                }
        found[f"batch_{batch}"] = rows
        found["weights_MiB"] = unit / 2**20
    if device == "cpu":
        found |= {f"adam_{batch}": _adam_memory(program_, batch) for batch in (64, 512)}
    return found


def interruptions(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """What an iteration that ends between backward and step leaves to the next ones.

    Gives batches: their number; seeds; used_after_check[step] and used[place][step]: gradients,
    each should be 1, after a backward pass that came before the loop, and around one exception. The
    rest has batches of 32 digits, SGD lr 0.3, one batch not finite: skipped[place][seed]: how many;
    which[place][…]: first seed; losses[place][seed][batch]; last_ten[place][seed]: mean loss.
    Sources: placement/interrupted.py, sanity_check.py, bad_batch.py.
    """
    exception = program("placement/interrupted.py", device)
    check = program("placement/sanity_check.py", device)
    bad = definitions("placement/bad_batch.py", device)
    places = ("at the top", "after step", "after step and on the skip")
    with on(device):
        used = {place: exception["gradients_used"](place) for place in exception["PLACES"]}
        runs = {place: [bad["train"](place, seed) for seed in seeds] for place in places}
    losses = {place: [losses for losses, _ in found] for place, found in runs.items()}
    skips = {place: [skipped for _, skipped in found] for place, found in runs.items()}
    return {
        "batches": len(bad["batches"]),
        "seeds": list(seeds),
        "used_after_check": check["used"],
        "used": used,
        "skipped": {place: list(map(sum, found)) for place, found in skips.items()},
        "which": {p: [i for i, skip in enumerate(f[0], 1) if skip] for p, f in skips.items()},
        "losses": losses,
        "last_ten": {place: [sum(run[-10:]) / 10 for run in f] for place, f in losses.items()},
    }


def resume(device="cpu"):
    """The training script, stopped after 1 to 5 of its 6 epochs and started again.

    Gives history[epoch][4]: epoch, training loss, validation loss, accuracy;
    same_after_stop[epoch]: does it end with the bits of the run without a stop; same_history: with
    its whole table; refused[setting]: does it refuse to resume if that was edited meanwhile;
    own_noise[who draws it]: the bits again, stopped after epoch 2, where the data set adds noise;
    left_out[part]: the bits again, where the checkpoint lacks that part. Sources:
    placement/training_script.py, resume.py.
    """
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        script, parts = program("placement/training_script.py"), program("placement/resume.py")
        fit = script["fit"]
        fit.__globals__["device"] = torch.device(device)
        model, history = fit(6, Path("straight.pt"))
        same, tables = {}, []
        for stop in range(1, 6):
            fit(stop, Path(f"stopped-{stop}.pt"))
            again, table = fit(6, Path(f"stopped-{stop}.pt"))
            same[str(stop)] = _same(model, again)
            tables.append(table)
        return {
            "history": [list(row) for row in history],
            "same_after_stop": same,
            "same_history": all(table == history for table in tables),
            "refused": _refused(fit, Path("stopped-1.pt")),
            "own_noise": {name: _resumes(fit, name) for name in NOISE},
            "left_out": {
                part: torch.equal(parts["resumed"](part), parts["straight"])
                for part in ("nothing", *parts["PARTS"])
            },
        }


def rates(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """zero_grad() every iteration, every epoch or before the loop, at six learning rates.

    A network 64-32-10 on 1437 digits, SGD, batches of 32, 5 epochs.
    Gives seeds; lr[6]; loss[interval][seed][lr]: of training; accuracy[interval][seed][lr]: on the
    other 360; median_loss[interval][lr]; median_accuracy[interval][lr]. Source:
    placement/once_per_epoch.py, trained side by side.
    """
    learning_rates = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
    clears = {"every iteration": 1, "every epoch": 45, "before the loop": 5 * 45}  # mini-batches
    with on(device):
        ends = _ends(seeds, learning_rates, clears.values())
    found = {
        key: {
            clear: [[at_lr[i][j][key] for at_lr in ends] for j in range(len(seeds))]
            for i, clear in enumerate(clears)
        }
        for key in ("loss", "accuracy")
    }
    middle = {
        f"median_{key}": {clear: medians(runs) for clear, runs in by_clear.items()}
        for key, by_clear in found.items()
    }
    return {"seeds": list(seeds), "lr": list(learning_rates), **found, **middle}


def variants(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """Closures, schedulers, logs and hooks around zero_grad().

    Gives seeds; lbfgs[place][plain|strong_wolfe][seed]: loss after a step; lbfgs_calls;
    least_squares: loss; same bits: sgd_closure, scheduler[order], hook;
    logged[optimizer][line][iteration]: gradient norms; hook_logged, read_by_hook, read_by_hand
    [iteration]: the same or None. Sources: placement/closure.py, scheduler.py, log_gradients.py,
    automatic.py, five_lines.py.
    """
    closure = definitions("placement/closure.py", device)
    scheduler = definitions("placement/scheduler.py", device)
    log = definitions("placement/log_gradients.py", device)
    hook = program("placement/automatic.py", device)
    five = _five_lines(device)
    with on(device):
        usual, _ = scheduler["train"](scheduler["ORDERS"][0])
        return {
            "seeds": list(seeds),
            "lbfgs": {
                place: {
                    search or "plain": [closure["train"](place, search, s)[0] for s in seeds]
                    for search in (None, "strong_wolfe")
                }
                for place in ("in the closure", "before step")
            },
            "lbfgs_calls": closure["train"]("in the closure")[1],
            "least_squares": closure["least_squares"](),
            "sgd_closure": _sgd_closure(five),
            "scheduler": {
                order: torch.equal(scheduler["train"](order)[0], usual)
                for order in scheduler["ORDERS"]
            },
            "logged": {"sgd": log["norms"](), "nesterov": log["norms"](**log["nesterov"])},
            "hook": torch.equal(hook["by_hook"], hook["by_hand"]),
            "hook_logged": hook["logged"],
            "read_by_hook": hook["read_by_hook"],
            "read_by_hand": hook["read_by_hand"],
        }


def _scaled_too_early(none):
    """Clear between backward() and a GradScaler's step(): the type of its error, or None."""
    w = torch.ones(1, requires_grad=True)
    optimizer, scaler = torch.optim.SGD([w], lr=0.1), torch.amp.GradScaler("cpu")
    scaler.scale(w.square().sum()).backward()
    optimizer.zero_grad(none)
    try:
        scaler.step(optimizer)
    except Exception as error:  # noqa: BLE001
        return type(error).__name__
    return None


def _same(model, other):
    """Have two models the same bits?"""
    return all(map(torch.equal, model.parameters(), other.parameters()))


def _refused(fit, checkpoint):
    """Edit one setting of the training script at a time: does it refuse the old checkpoint?"""
    names, refused = fit.__globals__, {}
    usual = {name: names[name] for name in ("seed", "batch_size", "lr", "begin")}

    def other_momentum():
        parts = usual["begin"]()
        parts["optimizer"].param_groups[0]["momentum"] = 0.5
        return parts

    def other_decay():
        parts = usual["begin"]()
        parts["scheduler"].gamma = 0.9
        return parts

    edits = {name: {name: 2 * usual[name] + 1} for name in ("seed", "batch_size", "lr")}
    edits |= {"momentum": {"begin": other_momentum}, "gamma": {"begin": other_decay}, "nothing": {}}
    for name, edit in edits.items():
        names.update(edit)
        try:
            fit(2, checkpoint)
            refused[name] = False
        except ValueError:
            refused[name] = True
        names.update(usual)
    return refused


def _resumes(fit, name):
    """Stopped after epoch 2 of 3: the bits of three epochs, with noise that NOISE[name] draws?"""
    draw, workers = NOISE[name]
    usual = fit.__globals__["data"]

    def noisy():
        training, validation = usual()
        noise = _Noisy(training.dataset, draw)
        return torch.utils.data.DataLoader(noise, 256, shuffle=True, **workers), validation

    fit.__globals__["data"] = noisy
    straight, _ = fit(3, Path(f"{name}, straight.pt"))
    fit(2, Path(f"{name}, stopped.pt"))
    again, _ = fit(3, Path(f"{name}, stopped.pt"))
    fit.__globals__["data"] = usual
    return _same(straight, again)


class _Noisy(torch.utils.data.Dataset):
    """A data set whose images get a little noise, drawn when they are read."""

    def __init__(self, samples, draw):
        self.samples, self.draw = samples, draw

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        image, label = self.samples[index]
        return image + 0.1 * self.draw(image.shape), label


def _numpy_noise(shape):
    return torch.from_numpy(np.random.standard_normal(shape)).float()  # noqa: NPY002


NOISE = {  # who draws the noise, with which options of the data loader
    "torch": (torch.randn, {}),
    "numpy": (_numpy_noise, {}),
    "numpy, workers": (_numpy_noise, {"num_workers": 1}),
    "numpy, persistent workers": (
        _numpy_noise,
        {"num_workers": 1, "persistent_workers": True},
    ),
}


def _ends(seeds, rates, intervals):
    """The trainings of once_per_epoch.py, side by side: their ends by rate, interval and seed.

    Intervals are those between two calls of zero_grad(), in mini-batches.
    """
    run = definitions("placement/once_per_epoch.py")
    X, y, seen, others = (run[name] for name in ("images", "labels", "training", "validation"))
    models, orders = stacked.drawn(
        seeds, partial(digits_network, bias=True), epochs=5, samples=len(seen)
    )
    *_, rows = stacked.epochs(X, y, models, seen[orders], 32, [torch.optim.SGD], rates, intervals)

    def end(model):
        right = model(X[others]).argmax(1) == y[others]
        loss = digits_loss(model, X[seen], y[seen])
        return {"loss": loss.item(), "accuracy": right.float().mean().item()}

    return nested(rows.each(end), len(intervals), len(seeds))


def _five_lines(device):
    """The program five_lines.py, its lines compiled: exec() would read each of them anew."""
    five = definitions("placement/five_lines.py", device)
    five["LINES"].update({name: _compiled(line) for name, line in five["LINES"].items()})
    return five


def _compiled(line):
    return compile(line, "<string>", "exec")


@contextlib.contextmanager
def _clearing(five, none):
    """Within it, the line zero_grad of five_lines.py clears to None or to zeros."""
    line = "optimizer.zero_grad()" if none else "optimizer.zero_grad(set_to_none=False)"
    five["LINES"]["zero_grad"], usual = _compiled(line), five["LINES"]["zero_grad"]
    try:
        yield
    finally:
        five["LINES"]["zero_grad"] = usual


def _start(five, model, start, seed=0):
    """The names before the loop, and in a warm notebook what an earlier correct cell left."""
    names = five["script"](model == "network", seed)
    if start == "warm":
        five["run"](LETTERS, names, iterations=1)
    return names


def _census(five, lines, model, start, clearing):
    """Every order of `lines` under the result it had; two results differ bit for bit."""
    results = {}
    with _clearing(five, clearing == "none"):
        correct = five["run"](LETTERS, _start(five, model, start))
        for order in permutations(lines):
            words = five["outcome"](order, _start(five, model, start), correct)
            kind = next(kind for begin, kind in KINDS.items() if words.startswith(begin))
            if kind == "other" or words not in results:
                seen = _seen(five, order, _start(five, model, start))
                if kind == "other":
                    words = seen["history"]
                    kind = "once" if seen["moves"] == 1 else kind
                seen.pop("history", None)
                results.setdefault(words, {"outcome": kind, **seen, "orders": []})
            results[words]["orders"].append("".join(LETTERS[line] for line in order))
    counts = dict.fromkeys((*KINDS.values(), "once"), 0)
    for result in results.values():
        counts[result["outcome"]] += len(result["orders"])
    return {"counts": counts, "results": list(results.values())}


def _seen(five, order, names):
    """What one order leaves: its weights and losses; or its message, and where it was raised."""
    try:
        history = five["run"](order, names)
    except (NameError, RuntimeError) as error:
        trace = error.__traceback__
        while trace.tb_frame.f_code is not five["run"].__code__:
            trace = trace.tb_next
        state = trace.tb_frame.f_locals
        return {
            "message": f"{type(error).__name__}: {error}",
            "iteration": len(state["history"]),
            "line": LETTERS[state["line"]],
        }
    losses = []
    for row in (history[0], history[-1]):
        torch.nn.utils.vector_to_parameters(row, names["model"].parameters())
        losses.append(names["loss_function"](names["model"](names["x"]), names["y"]).item())
    return {
        "loss": losses,
        "moves": (history[1:] != history[:-1]).any(1).sum().item(),
        "history": history.cpu().numpy().tobytes(),
    }


def _history(five, order, optimizer, none, seed):
    """The weights of the network, one row for each iteration, in an order given in letters."""
    lines = {letter: line for line, letter in LETTERS.items()}
    names = five["script"](seed=seed)
    make, options = OPTIMIZERS[optimizer]
    names["optimizer"] = make(names["model"].parameters(), **options)
    with _clearing(five, none):
        return five["run"]([lines[letter] for letter in order], names, iterations=20)


def _twins(five, seed):
    """For one seed: does each pair of runs agree bit for bit?"""

    def run(order, names, iterations=40):
        lines = {letter: line for line, letter in LETTERS.items()}
        return five["run"]([lines[letter] for letter in order], names, iterations)

    def start(model="network", kind="fresh"):
        return _start(five, model, kind, seed)

    def momentum_one(names):
        names["optimizer"] = torch.optim.SGD(names["model"].parameters(), lr=0.1, momentum=1.0)
        return names

    def epochs(order, names):
        """Two epochs of 20 iterations; what the first one piled up is cleared between them."""
        first = run(order, names, 20)
        names["optimizer"].zero_grad()
        names["optimizer"].state.clear()
        return torch.cat([first, run(order, names, 20)[1:]])

    forgotten = run("FLBS", start())
    again, added = start(kind="warm"), start(kind="warm")
    again["optimizer"].step()
    first = run("FLBS", added, iterations=1)
    return {
        "forgotten_is_momentum_one": torch.equal(forgotten, run("ZFLBS", momentum_one(start()))),
        "once_per_epoch_restarts_momentum": torch.equal(
            epochs("FLBS", start()), epochs("ZFLBS", momentum_one(start()))
        ),
        "step_first_is_late": torch.equal(run("SFLB", start())[1:], forgotten[:-1]),
        "linear_uses_an_old_gradient": torch.equal(
            run("FLSZB", start("linear"))[1:], _delayed(start("linear"), 39)
        ),
        "warm_step_first_replays": torch.equal(
            run("SZFLB", start(kind="warm"))[1:], run("ZFLBS", again)[:-1]
        ),
        "warm_after_step_adds": torch.equal(
            run("FLBSZ", start(kind="warm")), torch.cat([first, run("ZFLBS", added, 39)[1:]])
        ),
        "warm_top_is_right": torch.equal(
            run("ZFLBS", start(kind="warm"))[:-1], run("ZFLBS", start())[1:]
        ),
    }


def _delayed(names, updates):
    """SGD whose every update uses the gradient at the weights of the update before it."""
    parameters = list(names["model"].parameters())

    def gradient():
        loss = names["loss_function"](names["model"](names["x"]), names["y"])
        return torch.autograd.grad(loss, parameters)

    def row():
        return torch.nn.utils.parameters_to_vector(parameters).detach().clone()

    history, old = [row()], gradient()
    for _ in range(updates):
        new = gradient()
        with torch.no_grad():
            for parameter, part in zip(parameters, old, strict=True):
                parameter.add_(part, alpha=-0.1)
        history.append(row())
        old = new
    return torch.stack(history)


def _adam_memory(program_, batch):
    """Peaks with Adam, by place and clearing, in units of the weights' bytes, and in what part."""
    found = {}
    for name, foreach in (("plain", False), ("foreach", True)):
        for place in ("at the top", "before backward", "after step"):
            for clearing in ("none", "zeros"):
                adam = partial(torch.optim.Adam, foreach=foreach)
                events, unit = program_["watch"](place, clearing == "none", batch, adam)
                alive = [count / unit for count in program_["held"](events)]
                row = {"peak": max(alive), "peak_in": _where(events, alive)}
                found.setdefault(name, {}).setdefault(place, {})[clearing] = row
    return found


def _where(events, alive):
    """In which part of the iteration the most was held: forward, backward or step."""
    memory = sorted((e for e in events if e["name"] == "[memory]"), key=lambda e: e["ts"])
    moment = memory[alive.index(max(alive))]["ts"]
    for begin, name in (("Optimizer.step", "step"), ("autograd::engine", "backward")):
        spans = (
            (e["ts"], e["ts"] + e.get("dur", 0)) for e in events if e["name"].startswith(begin)
        )
        if any(start <= moment <= end for start, end in spans):
            return name
    return "forward"


def _phases(events, alive):
    """What is held in the forward and the backward pass of the third iteration."""
    memory = sorted((e for e in events if e["name"] == "[memory]"), key=lambda e: e["ts"])
    spans = [(e["ts"], e["ts"] + e.get("dur", 0), e["name"]) for e in events if "ts" in e]
    second_step = sorted(end for _, end, name in spans if name == "Optimizer.step#SGD.step")[1]
    clears = [(b, e) for b, e, name in spans if name == "Optimizer.zero_grad#SGD.zero_grad"]
    backward = [(b, e) for b, e, name in spans if name.startswith("autograd::engine")]
    begin = min(b for b, _ in backward if b > second_step)
    end = max(e for _, e in backward)
    phases = {"forward": [], "backward": []}
    for event, count in zip(memory, alive, strict=True):
        moment = event["ts"]
        cleared = any(b <= moment <= e for b, e in clears)
        if second_step < moment <= end and not cleared:
            phases["forward" if moment < begin else "backward"].append(count)
    return phases


def _cuda_memory(train, place, none, batch):
    """Peak and held bytes above the input's, in units of the weights' bytes, on a GPU."""
    x = torch.randn(batch, 512, device="cuda")
    with torch.device("cuda"):
        train(x, place, none)  # the libraries take their workspaces
        base = torch.cuda.memory_allocated()
        torch.cuda.reset_peak_memory_stats()
        model = train(x, place, none)
    unit = sum(weight.nbytes for weight in model.parameters())
    peak, held = torch.cuda.max_memory_allocated() - base, torch.cuda.memory_allocated() - base
    return peak / unit, held / unit, unit


def _sgd_closure(five):
    """Does SGD with a closure move as the five lines do, bit for bit?"""
    names = five["script"]()
    optimizer, model, loss_function = (names[k] for k in ("optimizer", "model", "loss_function"))
    history = [five["weights"](names)]

    def closure():
        optimizer.zero_grad()
        loss = loss_function(model(names["x"]), names["y"])
        loss.backward()
        return loss

    for _ in range(40):
        optimizer.step(closure)
        history.append(five["weights"](names))
    return torch.equal(torch.stack(history), five["run"](LETTERS, five["script"]()))
