"""Runs of the chapter "exceptions": accumulating on purpose, and what it is not."""

from __future__ import annotations

import contextlib
import io
import itertools
import math
import statistics
import tomllib
from functools import partial

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from scripts.experiments import apart, definitions, on, program
from scripts.experiments.stacked import Rows, digits_loss, digits_network, drawn, nested
from scripts.files import EXPERIMENTS, RECORDED, read
from scripts.records import load

BUCKET = EXPERIMENTS / "bucket.toml"
LIBRARIES = RECORDED / "libraries" / "windows.json"
IMAGES = 1797  # scikit-learn's digits
BATCHES = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]


def errors(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """Relative error of the gradient of a window, as it is often written and as repaired.

    Gives [row]: what (is done), written and repaired (relative errors, or None), by (what repairs
    it); N = 4, and the lengths, sizes and weights of the programs. Sources: exceptions/batchnorm.py
    (median over seeds), contrastive.py, divisors.py, dropout.py, tokens.py, ranks.py (on the CPU).
    """
    ranks = program("exceptions/ranks.py")["errors"]  # forks, so before any GPU is in use
    error = definitions("exceptions/batchnorm.py", device)["relative_error"]
    contrastive = program("exceptions/contrastive.py", device)
    divisors = program("exceptions/divisors.py", device)
    dropout = program("exceptions/dropout.py", device)["relative_error"]
    tokens = program("exceptions/tokens.py", device)

    def layer(make):
        return statistics.median(error(make(), 4, seed) for seed in seeds)

    def loss(way):
        return contrastive["relative_error"](contrastive[way], 4)

    def divided(case):
        mean, _, by_D = divisors["errors"](*divisors["cases"][case])
        return mean, by_D

    with on(device):
        rows = [
            ("linear layers", layer(nn.Identity), None, ""),
            ("LayerNorm", layer(lambda: nn.LayerNorm(16)), None, ""),
            ("GroupNorm", layer(lambda: nn.GroupNorm(4, 16)), None, ""),
            ("class weights", *divided("class weights"), "sum / weights"),
            ("25 + 25 + 14 rows", *divided("rows, 25 + 25 + 14"), "sum / rows"),
            ("two ranks", ranks["mean of means"], ranks["sum * ranks / tokens of all"], "× ranks"),
            ("contrastive loss", loss("in_micro_batches"), loss("cached"), "cached"),
            (
                "BatchNorm",
                layer(lambda: nn.BatchNorm1d(16)),
                layer(lambda: nn.BatchNorm1d(16).eval()),
                "eval()",
            ),
            ("two dropout layers", dropout(2), None, ""),
            (
                "2, 50, 3, 47 tokens",
                apart(tokens["means"], tokens["batch"]),
                apart(tokens["sums"], tokens["batch"]),
                "sum / tokens",
            ),
        ]
    return [dict(zip(("what", "written", "repaired", "by"), row, strict=True)) for row in rows]


def batchnorm(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """Relative gradient error of five layers, and BatchNorm's running statistics.

    Gives N[5]: micro-batches; layers[layer][N][seed]: relative error; running[same|scaled]:
    running_mean[2][seed] and running_var[2][seed], how far they are from the batch's after ten
    steps of 4 micro-batches with momentum 0.1 and with it scaled, on data of mean 0 and of mean 5,
    in standard deviations and in variances of the data. Sources: exceptions/batchnorm.py,
    running_mean.py.
    """
    layers = definitions("exceptions/batchnorm.py", device)
    running = program("exceptions/running_mean.py", device)["run"]
    sizes = [2, 4, 8, 16, 32]
    with on(device):
        by_layer = {
            name: [[layers["relative_error"](make(), N, seed) for seed in seeds] for N in sizes]
            for name, make in layers["layers"].items()
        }
    return {
        "N": sizes,
        "layers": by_layer,
        "running": {
            name: _running(running, momentum, seeds)
            for name, momentum in (("same", 0.1), ("scaled", 1 - 0.9**0.25))
        },
    }


def memory(device="cpu"):
    """What 1024 rows hold in N micro-batches.

    Gives N[5]; kept[N]: KiB kept for backward() at most; gradients[N]: KiB of .grad; summed: KiB
    kept where one backward() takes the sum of 16 losses. Source: exceptions/memory.py.
    """
    accumulate = program("exceptions/memory.py", device)["accumulate"]
    sizes = [1, 2, 4, 8, 16]
    rows = [accumulate(N) for N in sizes]
    return {
        "N": sizes,
        "kept": [kept for kept, _ in rows],
        "gradients": [gradients for _, gradients in rows],
        "summed": accumulate(16, one_backward=True)[0],
    }


def more_steps(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """Loss on the digits after five epochs of micro-batches of 16, by learning rate and N.

    Gives rates[optimizer][rate]; losses[optimizer][N1|N8][rate][seed]: final loss; steps[N1|N8]:
    their number. Source: exceptions/more_steps.py, trained side by side.
    """
    rates = {"SGD": [0.1, 0.2, 0.4, 0.8], "Adam": [0.003, 0.01, 0.03]}
    makes = [partial(getattr(torch.optim, kind), lr=lr) for kind in rates for lr in rates[kind]]
    with on(device):
        found = {f"N{N}": iter(_last_losses(N, makes, seeds)) for N in (1, 8)}
    losses = {
        kind: {N: [next(rows) for _ in rates[kind]] for N, rows in found.items()} for kind in rates
    }
    steps = {f"N{N}": 5 * math.ceil(IMAGES / (16 * N)) for N in (1, 8)}
    return {"rates": rates, "losses": losses, "steps": steps}


def no_division(device="cpu"):
    """What leaving out the division by 4 changes in the weights, 50 steps.

    Gives [optimizer]: relative difference of the weights. Source: exceptions/no_division.py.
    """
    return program("exceptions/no_division.py", device)["errors"]


def bf16(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """Sums of gradients in bfloat16, float16 and float32, and who takes a float32 `.grad`.

    Gives calls[13]: 1, 2, 4, … 4096 backward() calls of gradient 1; ones[dtype][calls]: .grad;
    images[11]: 1, 2, 4, … 1024 single images; digits[seed][images]: relative error of the bfloat16
    .grad of an MLP against grad_dtype=float32; optimizers[name]: what step() does with such a
    .grad. Source: exceptions/bf16.py; the digits (of more_steps.py) and the optimizers are run
    here.
    """
    total = definitions("exceptions/bf16.py", device)["total"]
    powers = [2**i for i in range(13)]
    kinds = {
        "float32": (torch.float32, None),
        "float16": (torch.float16, None),
        "bfloat16": (torch.bfloat16, None),
        "grad_dtype": (torch.bfloat16, torch.float32),
    }
    optimizers = ("SGD", "RMSprop", "Adagrad", "Adafactor", "Adam", "AdamW")
    digits = definitions("exceptions/more_steps.py")
    with on(device):
        ones = {}
        for name, (dtype, grad_dtype) in kinds.items():
            totals = total(dtype, grad_dtype, backwards=powers[-1])
            ones[name] = [totals[power - 1] for power in powers]
        return {
            "calls": powers,
            "ones": ones,
            "images": powers[:11],
            "digits": [_digits_in_bf16(digits, seed, device) for seed in seeds],
            "optimizers": {name: _step_with_wide_grad(name) for name in optimizers},
        }


def windows():
    """Six batches, N = 4, two epochs: the gradient that each step uses, by hand and in libraries.

    Gives date and versions[library] of the libraries' part; rows[loop]: version (of a library),
    steps[step] (batches, gradient), left (batches without a step). Sources:
    exceptions/left_over.py, windows.py; docs/recorded/libraries/windows.json, which
    scripts/libraries.py makes.
    """
    record = load(LIBRARIES)
    rows = {}
    left_over, grouped = program("exceptions/left_over.py"), program("exceptions/windows.py")
    for name, is_last in left_over["conditions"].items():
        rows[name] = _by_hand(left_over["train"](is_last)[0], is_last)
    batches = [torch.tensor([x]) for x in BATCHES]
    rows["islice"] = _by_hand(grouped["train"](batches)[0], lambda i: i in (3, 5))
    for name, row in record.result.items():
        library = name.split("_")[0]
        rows[name] = {"version": record.versions[library], **row}
    return {"date": record.date, "versions": record.versions, "rows": rows}


def costs(device="cpu"):
    """What small mistakes in a window cost, in numbers and messages.

    Gives window[zeroed|right]: gradient; skipped[cleared|kept|iterations]: steps skipped; resume:
    lost (relative difference), saved (same bits); no_label: loss, finite (gradient), by_hand (is
    that of a masked mean finite); smallest[dtype]: least normal number; update_early: message of a
    GradScaler updated in mid-window; unscaled_early, skipped_batch: w.grad. Sources:
    exceptions/zero_inside.py, inf_step.py, resume.py, tokens.py, unscale_early.py, skip_a_batch.py.
    """
    inside = program("exceptions/zero_inside.py", device)
    inf_step = program("exceptions/inf_step.py")["train"]
    resume = program("exceptions/resume.py")
    other = resume["interrupted"](10, with_grad=False)
    same = resume["interrupted"](10, with_grad=True)
    tokens = program("exceptions/tokens.py", device)
    nothing = tokens["loss"](tokens["sequences"][0], "mean")
    return {
        "window": {"zeroed": inside["used"][0], "right": sum(BATCHES[:4]) / 4},
        "skipped": {"cleared": inf_step(True)[0], "kept": inf_step(False)[0], "iterations": 8},
        "resume": {
            "lost": apart(other, resume["straight"]),
            "saved": torch.equal(same, resume["straight"]),
        },
        "no_label": {
            "loss": nothing.item(),
            "finite": tokens["gradient"]([nothing]).isfinite().all().item(),
            "by_hand": tokens["gradient"]([_masked_mean(tokens)]).isfinite().all().item(),
        },
        "smallest": {
            str(dtype)[6:]: torch.finfo(dtype).smallest_normal
            for dtype in (torch.float16, torch.bfloat16, torch.float32)
        },
        "update_early": _update_in_mid_window(),
        "unscaled_early": program("exceptions/unscale_early.py")["w"].grad.item(),
        "skipped_batch": program("exceptions/skip_a_batch.py", device)["w"].grad.item(),
    }


def bucket():
    """The gradient of micro-batches beside the batch's, in each way to pour and to divide.

    Gives program and choices[field][value][name]: its text, and the line that a value writes for
    {name}; then for each state, in the order of the choices, the last of them fastest: printed,
    by its program; poured[state][n]: how far `.grad` is along the batch's gradient after n + 1
    micro-batches, 1 is all the way; astray: its part across, in lengths of the batch's gradient.
    Source: bucket.toml.
    """
    source = tomllib.loads(read(BUCKET))
    choices, states = source["choices"], []
    for values in itertools.product(*choices.values()):
        program = source["program"].lstrip()
        for field, value in zip(choices, values, strict=True):
            for name, line in choices[field][value].items():
                program = program.replace(f"{{{name}}}", line)
        states.append(_poured(program))
    printed, poured, astray = zip(*states, strict=True)
    return {
        "program": source["program"].lstrip(),
        "choices": choices,
        "printed": list(printed),
        "poured": list(poured),
        "astray": list(astray),
    }


def _poured(program):
    """What a program prints, and what one more line in it sees after each backward()."""
    step = "\n    loss.backward()\n"
    watched = program.replace(step, f"{step}    seen.append(gradient())\n")
    printed = []
    for text in (program, watched):
        found = {"seen": []}
        with contextlib.redirect_stdout(io.StringIO()) as lines:
            exec(text, found)
        printed.append(lines.getvalue().strip())
    assert printed[0] == printed[1]
    batch, seen = found["batch"], found["seen"]
    along = [(grad @ batch / (batch @ batch)).item() for grad in seen]
    across = (seen[-1] - along[-1] * batch).norm() / batch.norm()
    return printed[0], along, across.item()


def _running(run, momentum, seeds):
    """How far BatchNorm's running statistics are from the batch's, for data of mean 0 and 5."""
    off = {"running_mean": [], "running_var": []}
    for mean in (0.0, 5.0):
        pairs = [(run(1, 0.1, mean, seed), run(4, momentum, mean, seed)) for seed in seeds]
        for key, rows in off.items():
            rows.append([(getattr(a, key) - getattr(b, key)).abs().max().item() for a, b in pairs])
    return off


def _by_hand(gradients, is_last):
    """The steps of a hand-written loop: what each used, and how many batches it took."""
    steps, waiting, gradients = [], 0, iter(gradients)
    for i in [*range(6), *range(6)]:
        waiting += 1
        if is_last(i):
            steps.append({"batches": waiting, "gradient": next(gradients)})
            waiting = 0
    return {"steps": steps, "left": waiting}


def _last_losses(N, makes, seeds):
    """The loss over all images after the last epoch: optimizers × seeds, trained side by side."""
    digits = definitions("exceptions/more_steps.py")
    X, y = digits["X"], digits["y"]
    models, orders = drawn(seeds, partial(digits_network, bias=True), epochs=5, samples=len(X))
    rows = Rows(models, copies=len(makes))
    optimizers = rows.optimizers(makes)
    for order in orders.unbind(1):
        for window in order.split(16 * N, dim=1):
            share = partial(_share, images=window.shape[1])
            for batch in window.split(16, dim=1):
                rows.backward(share, X[batch], y[batch])
            for optimizer in optimizers:
                optimizer.step()
            rows.zero_grad()
    return nested(rows.each(lambda model: digits_loss(model, X, y).item()), len(seeds))


def _share(model, X, y, images):
    """What a micro-batch has in the mean loss of a window of so many images."""
    return cross_entropy(model(X), y, reduction="sum") / images


def _digits_in_bf16(digits, seed, device):
    """Relative error of a bfloat16 `.grad` after 1, 2, 4, … 1024 images, one at a time."""
    X, y = digits["X"].to(device, torch.bfloat16), digits["y"].to(device)
    models = []
    for grad_dtype in (torch.bfloat16, torch.float32):
        torch.manual_seed(seed)
        model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
        for p in model.to(device, torch.bfloat16).parameters():
            p.grad_dtype = grad_dtype
        models.append(model)
    errors = []
    for i, row in enumerate(torch.randperm(len(X), device="cpu")[:1024].tolist(), 1):
        for model in models:
            cross_entropy(model(X[row : row + 1]), y[row : row + 1]).backward()
        if i & (i - 1) == 0:
            narrow, wide = (
                torch.cat([p.grad.float().flatten() for p in model.parameters()])
                for model in models
            )
            errors.append(apart(narrow, wide))
    return errors


def _masked_mean(tokens):
    """A mean over labels that count, written by hand, of a sequence that has none."""
    mask = (tokens["labels"][0] != -100).float()
    logits = tokens["head"](tokens["embedding"](tokens["tokens"][0]))
    losses = cross_entropy(logits, tokens["labels"][0].clamp(min=0), reduction="none")
    return (losses * mask).sum() / mask.sum()


def _update_in_mid_window():
    """What GradScaler.update() says after a backward() and before any unscale_()."""
    w, scaler = torch.ones(1, requires_grad=True), torch.amp.GradScaler("cpu")
    scaler.scale(w.sum()).backward()
    try:
        scaler.update()
    except AssertionError as error:
        return f"AssertionError: {error}"
    return "nothing"


def _step_with_wide_grad(name):
    """What step() does with a bfloat16 weight that has a float32 `.grad`: "steps", or it raises."""
    w = torch.ones(1, dtype=torch.bfloat16, requires_grad=True)
    w.grad_dtype = torch.float32
    optimizer = getattr(torch.optim, name)([w], lr=0.1)
    w.sum().backward()
    with contextlib.suppress(RuntimeError):
        optimizer.step()
        return "steps"
    return "RuntimeError"
