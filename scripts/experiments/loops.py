"""Runs of the chapter "loops": training loops that are not the five lines, and what they clear."""

from __future__ import annotations

import math
import statistics
from functools import partial

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from scripts.experiments import apart, definitions, means, medians, on, program
from scripts.experiments.stacked import Rows, nested
from scripts.files import RECORDED, ROOT, Fault, digest
from scripts.records import load

FRAMEWORKS = RECORDED / "frameworks" / "five_lines.json"


def gan(seeds=(0, 1, 2, 3, 4, 5, 6, 7), device="cpu"):
    """A GAN on numbers, 300 iterations, whose discriminator is cleared in its place or too early.

    Gives seeds; hinge and cross_entropy: cleared[seed][30] and leaked[seed][30] (distance between
    fakes and data, means of ten iterations), median[loop][30], late[loop][seed] (mean of the last
    100). Source: loops/gan.py, trained side by side.
    """
    result = {"seeds": list(seeds)}
    with on(device):
        for loss in definitions("loops/gan.py")["LOSSES"]:
            found = [means(line) for line in _distances(loss, seeds)]
            curves = dict(zip(("cleared", "leaked"), nested(found, len(seeds)), strict=True))
            result[loss.replace("-", "_")] = {
                **curves,
                "median": {name: medians(runs) for name, runs in curves.items()},
                "late": {
                    name: [statistics.mean(c[-10:]) for c in runs] for name, runs in curves.items()
                },
            }
    return result


def gan_leak(seed=0, device="cpu"):
    """What the generator's turn adds to the discriminator's gradient, on the same fakes.

    Gives in_margin: are all scores of fakes within 1; relative differences of the leaked gradient:
    cross_entropy, from that of a discriminator told to score fakes as half real, twice; hinge, from
    that of one that sees no fakes. Source: the losses of loops/gan.py.
    """
    run = definitions("loops/gan.py", device)
    torch.manual_seed(seed)
    with on(device):
        discriminator, real, fake = run["network"](), 4 + torch.randn(64, 1), torch.randn(64, 1)
    weights = list(discriminator.parameters())

    def gradient(loss):
        return torch.cat([g.flatten() for g in torch.autograd.grad(loss, weights)])

    def leaked(loss):
        of_d, of_g = run["LOSSES"][loss]
        return gradient(of_d(discriminator(real), discriminator(fake)) + of_g(discriminator(fake)))

    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    scores_real, scores_fake = discriminator(real), discriminator(fake)
    smoothed = entropy(scores_real, torch.ones_like(scores_real)) + 2 * entropy(
        scores_fake, torch.full_like(scores_fake, 0.5)
    )
    no_fakes = torch.relu(1 - discriminator(real)).mean()
    return {
        "in_margin": bool((discriminator(fake).abs() < 1).all()),
        "cross_entropy": apart(leaked("cross-entropy"), gradient(smoothed)),
        "hinge": apart(leaked("hinge"), gradient(no_fakes)),
    }


def actor_critic(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """A four-armed bandit with a learned baseline, with and without detach().

    Gives detached[seed] and leaking[seed]: reward (mean) and critic (its estimate of it), after 50
    of 200 iterations. Source: loops/actor_critic.py.
    """
    train = definitions("loops/actor_critic.py", device)["train"]
    with on(device):
        rows = {
            name: [train(detach, seed)[49] for seed in seeds]
            for name, detach in (("detached", True), ("leaking", False))
        }
    names = ("reward", "critic")
    return {name: [dict(zip(names, row, strict=True)) for row in r] for name, r in rows.items()}


def truncated(seeds=(0, 1, 2, 3, 4), device="cpu"):
    """An RNN that echoes its input of five steps ago, trained with chunks of 1 to 10 time steps.

    Gives lag: 5 time steps; chunks[10]: their lengths; losses[chunk][seed]: mean over the last 20
    of 200 chunks; median[chunk]. A network that says 0 has a loss of 1. Source: loops/truncated.py.
    """
    run = definitions("loops/truncated.py", device)
    chunks = list(range(1, 11))
    with on(device):
        losses = [
            [statistics.mean(run["train"](chunk, seed)[-20:]) for seed in seeds] for chunk in chunks
        ]
    return {
        "lag": run["LAG"],
        "chunks": chunks,
        "losses": losses,
        "median": [statistics.median(row) for row in losses],
    }


def retain_graph(device="cpu"):
    """What retain_graph changes, and the time steps that each backward() walks.

    Gives once, retained, twice: the gradient of one or two backward() calls; detach[4] and
    retain[4]: time steps walked in each of four chunks of five. Source: loops/retain_graph.py.
    """
    run = definitions("loops/retain_graph.py", device)
    with on(device):
        return {
            "once": run["gradient"](1),
            "retained": run["gradient"](1, retain_graph=True),
            "twice": run["gradient"](2, retain_graph=True),
            "detach": run["time_steps_walked"](detach=True),
            "retain": run["time_steps_walked"](detach=False),
        }


STARTS = ((-1.5, 2.0), (-1.0, 1.0), (0.0, 0.0), (-1.2, 1.0), (2.0, -1.0), (-2.0, 2.0))


def lbfgs():
    """Rosenbrock's valley, ten steps of L-BFGS, by where it clears.

    Gives inside, before, never: [call] the value at each call of the closure, and at the end, from
    (-1.5, 2); ends[name][start]: the value at the end, from six starts; slopes[name]: number of
    first calls of a step, of later ones, and of those that left the slope at the point in .grad:
    first, first_right, later, later_right; clipped[plain|strong_wolfe][norm][start]: the value at
    the end with lr 0.1, where the closure clips to that norm, or never. Source: loops/lbfgs.py.
    """
    run = definitions("loops/lbfgs.py")
    names = {"inside": "in the closure", "before": "before the step", "never": "never"}
    found = {name: run["minimise"](clear) for name, clear in names.items()}
    found["ends"] = {
        name: [run["minimise"](clear, start=start)[-1] for start in STARTS]
        for name, clear in names.items()
    }
    found["slopes"] = {name: _slopes(run["rosenbrock"], name) for name in names}
    found["clipped"] = {
        search or "plain": {
            str(norm): [_clipped(run["rosenbrock"], norm, search, start) for start in STARTS]
            for norm in ("never", 1.0, 10.0, 1000.0)
        }
        for search in (None, "strong_wolfe")
    }
    return found


def _slopes(function, clear):
    """Ten steps: how many calls of the closure there were, and how many left the point's slope."""
    w = torch.tensor(STARTS[0], requires_grad=True)
    optimizer = torch.optim.LBFGS([w], line_search_fn="strong_wolfe")
    counts = {"first": 0, "first_right": 0, "later": 0, "later_right": 0}
    kind = "first"

    def closure():
        nonlocal kind
        if clear == "inside":
            optimizer.zero_grad()
        loss = function(w)
        loss.backward()
        (slope,) = torch.autograd.grad(function(w), w)
        counts[kind] += 1
        counts[f"{kind}_right"] += int(torch.allclose(w.grad, slope, rtol=1e-3))
        kind = "later"
        return loss

    for _ in range(10):
        kind = "first"
        if clear == "before":
            optimizer.zero_grad()
        optimizer.step(closure)
    return counts


def _clipped(function, norm, search, start):
    """The value after ten steps of L-BFGS whose closure clips to this norm, or "never"."""
    w = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.LBFGS([w], lr=0.1, line_search_fn=search)

    def closure():
        optimizer.zero_grad()
        loss = function(w)
        loss.backward()
        if norm != "never":
            torch.nn.utils.clip_grad_norm_([w], norm)
        return loss

    for _ in range(10):
        optimizer.step(closure)
    end = function(w).item()
    return end if math.isfinite(end) else "not finite"


def identities(device="cpu"):
    """Differences between what a wrong loop computes and what theory says that it is.

    Gives relative differences: sam (not cleared: the sum of its two gradients), sam_window (a
    window of four walked twice: the batch's gradient), penalty (backward() in a gradient penalty:
    the gradient of the scores too); penalty_ratio: of lengths; maml: meta-gradients by_hand, grad,
    backward, first_order; adversarial[before|after|inputs]: length of weight.grad after four steps
    of an attack, over the right one. Sources: loops/sam.py, gradient_penalty.py, maml.py,
    adversarial.py.
    """
    penalty = program("loops/gradient_penalty.py", device)
    maml = program("loops/maml.py", device)
    attack = program("loops/adversarial.py", device)["surplus"]
    adversarial = {
        "before": attack("backward()", "before"),
        "after": attack("backward()", "after"),
        "inputs": attack("backward(inputs=[x])", "before"),
    }
    sam = program("loops/sam.py", device)  # last: it makes double the default
    with on(device):
        return {
            "sam": apart(sam["leaked"], sam["plain"] + sam["sam"]),
            "sam_window": apart(sam["window"], sam["sam"]),
            "penalty": apart(penalty["polluted"], penalty["right"] + penalty["of_score"]),
            "penalty_ratio": (penalty["polluted"].norm() / penalty["right"].norm()).item(),
            "maml": {
                "by_hand": 3 * maml["adapted"] ** 2 * (1 - 2 * maml["LR"]),
                "grad": maml["outer_gradient"]("autograd.grad(create_graph=True)"),
                "backward": maml["outer_gradient"]("backward(create_graph=True)"),
                "first_order": maml["outer_gradient"]("autograd.grad"),
            },
            "adversarial": adversarial,
        }


def step_in_backward(device="cpu"):
    """Ten layers of 64, with one step at the end or a step as each gradient arrives.

    Gives held[arrival] and held_early[arrival]: bytes of .grad; parameters: their number;
    parameter_bytes and largest_bytes; same and same_in_window: are the weights the same bits,
    without and in a window of four; window_difference: relative, of updates; steps_in_window: by
    parameter; hook_calls[shared|reentrant]: in one backward() of a layer that is used twice, plain
    or in two reentrant checkpoints. Source: loops/step_in_backward.py.
    """
    run = definitions("loops/step_in_backward.py", device)
    with on(device):
        (plain, held), (early, held_early) = run["after_backward"](), run["in_backward"]()
        (window, _), (window_early, arrivals) = run["after_backward"](4), run["in_backward"](4)
        start = _flat(run["network"]().parameters())
    return {
        "held": held,
        "held_early": held_early,
        "parameters": len(plain),
        "parameter_bytes": sum(p.nbytes for p in plain),
        "largest_bytes": max(p.nbytes for p in plain),
        "same": run["same"](plain, early),
        "same_in_window": run["same"](window, window_early),
        "window_difference": apart(_flat(window_early) - start, _flat(window) - start),
        "steps_in_window": len(arrivals) // len(plain),
        "hook_calls": {"shared": _hook_calls(False), "reentrant": _hook_calls(True)},
    }


def _hook_calls(reentrant):
    """How often a post-accumulate hook runs in one backward() of a layer that is used twice."""
    layer, calls = nn.Linear(2, 2), []
    layer.weight.register_post_accumulate_grad_hook(calls.append)
    x = torch.ones(1, 2, requires_grad=True)
    for _ in range(2):
        x = checkpoint(layer, x, use_reentrant=True) if reentrant else layer(x)
    x.sum().backward()
    return len(calls)


def ddp():
    """Two gloo processes with data of y = x and y = 3x, windows of four micro-batches.

    Gives every, last, first, backward_only: when gradients are averaged; mixed: at the first, where
    the micro-batches of a rank disagree, and 2 is best for each; [rank][window] the weight after
    each of 30 windows. Source: loops/ddp.py.
    """
    weights = program("loops/ddp.py")["weights"]
    names = ("every", "last", "first", "backward_only", "mixed")
    return dict(zip(names, weights.values(), strict=True))


def fsdp():
    """Gradients in an FSDP2 window of two micro-batches, 1 and 10, by what happens between them.

    Gives nothing, zero_grad, synchronised, kept_whole, bfloat16, left_off: in_the_window (.grad
    after the first, or None), at_the_end. Source: loops/fsdp.py, two gloo processes.
    """
    rows = program("loops/fsdp.py")["rows"]
    names = ("nothing", "zero_grad", "synchronised", "kept_whole", "bfloat16", "left_off")
    return {
        name: {"in_the_window": hidden, "at_the_end": end}
        for name, (_, hidden, end) in zip(names, rows, strict=True)
    }


def fsdp_memory():
    """What rank 0 of two holds in an FSDP2 window of three micro-batches, by when it synchronises.

    Gives each, last, kept_whole: before, inside, after: bytes of all tensors, over the model's.
    Source: faq/fsdp_memory.py, two gloo processes.
    """
    rows = program("faq/fsdp_memory.py")["found"]
    names = ("before", "inside", "after")
    return {
        key: dict(zip(names, row, strict=True))
        for key, row in zip(("each", "last", "kept_whole"), rows.values(), strict=True)
    }


def uneven_ranks():
    """Two gloo processes, one with two windows, one with one.

    Gives together, own_count: the weight on each rank, where they agree on the number of windows
    and count rows together, or each its own; not_agreed: the weight, or what was raised;
    one_process: the weight of the same windows in one; empty[layer]: does an empty batch leave
    gradients of 0 and the buffers as they were; mean_is_nan: is its mean NaN. Source:
    loops/uneven_ranks.py.
    """
    found = program("loops/uneven_ranks.py")["found"]
    names = ("together", "own_count", "not_agreed", "one_process")
    rows = ([row[rank] for rank in sorted(row)] for row in found.values())
    return {
        **dict(zip(names, rows, strict=True)),
        "empty": {type(layer).__name__: _adds_nothing(layer, size) for layer, size in LAYERS},
        "mean_is_nan": torch.ones(0).mean().isnan().item(),
    }


LAYERS = (  # a layer, and the size of one sample
    (nn.Linear(3, 2), (3,)),
    (nn.Conv2d(3, 2, 2), (3, 4, 4)),
    (nn.LSTM(3, 2, batch_first=True), (4, 3)),
    (nn.LayerNorm(3), (3,)),
    (nn.BatchNorm1d(3), (3,)),
    (nn.BatchNorm2d(3), (3, 4, 4)),
)


def _adds_nothing(layer, size):
    """Does an empty batch leave gradients of 0, and buffers as they were?"""
    before = [buffer.clone() for buffer in layer.buffers()]
    result = layer(torch.ones(0, *size))
    (result[0] if isinstance(result, tuple) else result).sum().backward()
    same = [torch.equal(a, b) for a, b in zip(before, layer.buffers(), strict=True) if a.ndim]
    return all(same) and not any(p.grad.any() for p in layer.parameters())


def buffers():
    """Two gloo processes, BatchNorm, a window of four, averaged every time or at the last.

    Gives every, last: [rank]: running_mean and grad at the end. Source: faq/no_sync_buffers.py.
    """
    rows = sorted(program("faq/no_sync_buffers.py")["rows"])
    names = {False: "every", True: "last"}
    found = {"every": [], "last": []}
    for quiet, _, mean, grad in rows:
        found[names[quiet]].append({"running_mean": mean, "grad": grad})
    return found


def gan_turns():
    """A GAN's two turns: is each gradient, with each cure, that of the turn alone, bit for bit?

    Gives leaks, cleared, frozen, inputs: [generator, discriminator]. Source: loops/gan_turns.py.
    """
    run = definitions("loops/gan_turns.py")
    alone = run["left_by"](run["generators_turn"])[0]
    other = run["left_by"](run["discriminators_turn"], detach=True)[1]
    own = list(run["generator"].parameters())
    cures = {"leaks": {}, "cleared": {"clear": True}, "frozen": {"freeze": True}}
    cures["inputs"] = {"inputs": own}
    found = {name: run["both_turns"](**cure) for name, cure in cures.items()}
    return {n: [torch.equal(g, alone), torch.equal(d, other)] for n, (g, d) in found.items()}


def edits():
    """A window of three, edited at four places, by its sign or to a third.

    Gives sign and third: [place][2] w.grad; places: nowhere, between, tensor_hook,
    post_accumulate. Source: loops/edit_the_gradient.py.
    """
    run = definitions("loops/edit_the_gradient.py")
    places = {"nowhere": "nowhere", "between": "between backward and step"}
    places |= {"tensor_hook": "tensor hook", "post_accumulate": "post-accumulate hook"}
    return {
        name: {key: run["edited"](place, edit) for key, place in places.items()}
        for name, edit in zip(("sign", "third"), run["EDITS"].values(), strict=True)
    }


def compiled():
    """Graphs that torch.compile builds, by what zero_grad() leaves.

    Gives model[2], step[2], twelve_experts[2]: numbers of graphs, clearing to None and to zeros;
    limit: torch's recompile limit; refused[line]: the reason why a line is not one graph, or
    "compiled". Source: loops/compiled.py.
    """
    run = definitions("loops/compiled.py")
    return {
        "model": [run["graphs_of_model"](to_none) for to_none in (True, False)],
        "step": [run["graphs_of_step"](to_none) for to_none in (True, False)],
        "twelve_experts": [run["graphs_of_step"](to_none, 12) for to_none in (True, False)],
        "limit": torch._dynamo.config.recompile_limit,
        "refused": {line: run["why_not"](line) for line in ("zero_grad()", "backward()", "step()")},
    }


def frameworks():
    """What JAX, TensorFlow and Keras printed when scripts/frameworks.py ran them; no run of ours.

    Gives jax, tensorflow, keras: printed; versions[library]; date. Source:
    docs/recorded/frameworks/five_lines.json, of the programs that it names.

    Raises:
        Fault: a program is not the one that was run.
    """
    record = load(FRAMEWORKS)
    for source, known in record.sources.items():
        if digest((ROOT / source).read_bytes()) != known:
            raise Fault(source, "is not what was run", "python -m scripts.frameworks PYTHON")
    return {**record.result, "versions": record.versions, "date": record.date}


def _distances(loss, seeds):
    """The trainings of gan.py, side by side, cleared, then leaked: distances, by seed and step."""
    run, models, draws = definitions("loops/gan.py"), [], []
    d_loss, g_loss = run["LOSSES"][loss]
    for seed in seeds:
        torch.manual_seed(seed)
        models.append(nn.ModuleDict({name: run["network"]() for name in ("G", "D")}))
        draws.append(torch.stack([torch.randn(64, 1) for _ in range(3 * 300)]))
    rows, distances = Rows(models, copies=2), []
    cleared = torch.tensor([True, False]).repeat_interleave(len(seeds))
    (of_g,) = rows.optimizers([partial(torch.optim.SGD, lr=0.05)], of="G")
    (of_d,) = rows.optimizers([partial(torch.optim.SGD, lr=0.2)], of="D")

    def turn_of_g(model, noise):
        return g_loss(model["D"](model["G"](noise)))

    def turn_of_d(model, real, noise):
        fake = model["G"](noise).detach()
        distance = (real.sort(0).values - fake.sort(0).values).abs().mean()
        return d_loss(model["D"](real), model["D"](fake)), distance

    for first, second, third in torch.stack(draws, dim=1).split(3):
        rows.zero_grad(of="G")
        rows.backward(turn_of_g, first)
        of_g.step()
        rows.zero_grad(cleared, of="D")
        distances.append(rows.backward(turn_of_d, 4 + second, third, has_aux=True)[1])
        of_d.step()
        rows.zero_grad(of="D")
    return torch.stack(distances, dim=1).tolist()


def _flat(tensors):
    return torch.cat([t.detach().flatten() for t in tensors])
