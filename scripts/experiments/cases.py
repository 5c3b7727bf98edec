"""Runs of the case files: what the guard of the forgetting chapter says to each buggy loop."""

from __future__ import annotations

import itertools
import statistics
import tempfile
from contextlib import contextmanager

import torch
import torch.distributed as dist

from scripts.experiments import on, program


def guard(device="cpu"):
    """The guard of forgetting/guard.py on every optimizer of each case, as found and repaired.

    Gives [case][as_found|repaired]: raises (whether a step did), step (its number by its optimizer,
    from 1, or None). Of the two optimizers of inner_optimizer.py the guard watches the inner one;
    module_forward.py runs in one process, a group of one. Sources: snippets/cases, and
    loops/inner_optimizer.py, exceptions/warm_up.py and resume.py.
    """
    watch = program("forgetting/guard.py")["guard"]
    with on(device):
        return {
            name: {
                "as_found": _verdict(watch, window, as_found, name),
                "repaired": _verdict(watch, window, repaired, name),
            }
            for name, (window, as_found, repaired) in _loops().items()
        }


def critic(seeds=(0, 1, 2, 3, 4)):
    """What an actor's critic promises, and for which action, by the order of the calls.

    The true value of an action is −(action − 1)², at most 0. Three optimizers at a rate of 0.03.
    Gives [order][optimizer]: promise[seed] and action[seed]. Source: cases/through_the_critic.py.
    """
    of = program("cases/through_the_critic.py")
    found = {}
    for order in of["ORDERS"]:
        found[order] = {}
        for optimizer in (torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop):
            ends = [of["train"](order, seed, optimizer) for seed in seeds]
            action, promise = map(list, zip(*ends, strict=True))
            found[order][optimizer.__name__] = {"action": action, "promise": promise}
    return found


def boundaries():
    """Where three short answers end: a step and .grad, a sum of sums, a mean over no token.

    Gives after_step[way]: .grad after a step of SGD with momentum 0.9 that found -4 in it;
    sum_of_sums[lr]: of 60 steps of SGD with momentum 0.9 on a bowl of curvature 1, without
    zero_grad(), how often the weight changes sides, and its reach in each quarter;
    finite[mean]: whether a mean over no token leaves finite gradients;
    baseline[seed]: what the critic of loops/actor_critic.py says at the end, and reward[seed], if
    each network has its turn and the actor's loss is not cut off from the critic.
    """
    ways = {
        "Nesterov, foreach": {"nesterov": True, "foreach": True},
        "Nesterov": {"nesterov": True, "foreach": False},
        "Nesterov, fused": {"nesterov": True, "fused": True},
        "foreach": {"foreach": True},
        "fused": {"fused": True},
    }
    return {
        "after_step": {name: _after_step(options) for name, options in ways.items()},
        "sum_of_sums": {str(lr): _sum_of_sums(lr) for lr in (0.01, 0.1, 0.5)},
        **_turns(),
        "finite": {"cross_entropy": _finite(by_hand=False), "by hand": _finite(by_hand=True)},
    }


def _after_step(options):
    w = torch.ones(1, requires_grad=True)
    w.grad = torch.tensor([-4.0])
    torch.optim.SGD([w], lr=0.1, momentum=0.9, **options).step()
    return w.grad.item()


def _sum_of_sums(lr, steps=60):
    w = torch.ones((), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr, momentum=0.9)
    path = []
    for _ in range(steps):
        (w.square() / 2).backward()
        optimizer.step()
        path.append(w.item())
    turns = sum(a * b < 0 for a, b in itertools.pairwise(path))
    quarters = [path[i : i + steps // 4] for i in range(0, steps, steps // 4)]
    return {"turns": turns, "reach": [max(map(abs, part)) for part in quarters]}


def _turns(seeds=(0, 1, 2, 3, 4), iterations=200):
    pay = program("loops/actor_critic.py")["pay"]
    ends = {"baseline": [], "reward": []}
    for seed in seeds:
        torch.manual_seed(seed)
        logits, value = torch.zeros(4, requires_grad=True), torch.zeros(1, requires_grad=True)
        actor, critic = torch.optim.SGD([logits], lr=0.1), torch.optim.SGD([value], lr=0.1)
        for _ in range(iterations):
            policy = torch.distributions.Categorical(logits=logits)
            action = policy.sample((64,))
            reward = pay[action] + 0.1 * torch.randn(64)
            critic.zero_grad()
            (reward - value).pow(2).mean().backward()
            critic.step()
            actor.zero_grad()
            (-policy.log_prob(action) * (reward - value)).mean().backward()  # no detach()
            actor.step()
        ends["baseline"].append(value.item())
        ends["reward"].append((policy.probs @ pay).item())
    return ends


def _finite(by_hand):
    logits = torch.zeros(2, 3, requires_grad=True)
    if by_hand:
        losses = torch.nn.functional.cross_entropy(logits, torch.tensor([0, 1]), reduction="none")
        mask = torch.zeros(2)  # no token counts
        loss = (losses * mask).sum() / mask.sum()
    else:
        loss = torch.nn.functional.cross_entropy(logits, torch.tensor([-100, -100]))
    loss.backward()
    return bool(logits.grad.isfinite().all())


def attack(seeds=(0, 1, 2, 3, 4)):
    """Loss under attack with the patch's gradient summed up and cleared.

    A network of 32 hidden units that has learned the digits; 20 steps of 0.02 along the sign of the
    patch's gradient, the patch kept within 0.1.
    Gives as_found[seed] and repaired[seed]: the loss; median[as_found|repaired]. Source:
    cases/attack.py.
    """
    of = program("cases/attack.py")
    models = [of["classifier"](seed) for seed in seeds]
    found = {name: [of[name](model) for model in models] for name in ("as_found", "repaired")}
    return found | {"median": {name: statistics.median(losses) for name, losses in found.items()}}


def _loops():
    """Of each case: how many gradients a step may hold, the loop as found, the loop repaired."""

    def both(name, *arguments, window=1):
        of = program(f"cases/{name}.py")
        return window, lambda: of["as_found"](*arguments), lambda: of["repaired"](*arguments)

    sgd = torch.optim.SGD
    evaluated = program("cases/evaluated.py")
    shared = program("cases/shared_gradients.py")["train"]
    cleared = program("cases/cleared_in_the_window.py")["gradient"]
    critic = program("cases/through_the_critic.py")["train"]
    rows = program("cases/masked_rows.py")["kept"]
    last = program("cases/last_window.py")
    clip = program("cases/clip_order.py")["moved"]
    skipped = program("cases/skipped.py")["train"]
    module = program("cases/module_forward.py")
    inner = program("loops/inner_optimizer.py")
    schedule = program("exceptions/warm_up.py")["train"]
    resume = program("exceptions/resume.py")["interrupted"]

    def windows(loop, batches, N):
        return lambda: last["windows"](batches, N, epochs=2, loop=last[loop])

    def in_a_group(loop):
        with _group_of_one():
            module[loop](rank=0)

    return {
        "forgotten": both("forgotten"),
        "outside_the_loop": both("outside_the_loop"),
        "gan_leak": both("gan_leak"),
        "inner_optimizer": (
            1,
            lambda: inner["bias_gradients"](inner["Hybrid"]),
            lambda: inner["bias_gradients"](inner["Mended"]),
        ),
        "left_before_the_loop": both("left_before_the_loop"),
        "cleared_in_the_window": (
            4,
            lambda: [cleared("before each"), cleared("before the last")],
            lambda: cleared("beside the step"),
        ),
        "cleared_at_the_start": (
            32,
            windows("cleared_at_the_start", 120, 32),
            windows("repaired", 120, 32),
        ),
        "carried_over": (8, windows("carried_over", 15, 8), windows("repaired", 15, 8)),
        "skipped": (
            4,
            lambda: [skipped("skip the step, clear nothing"), skipped("drop what was gathered")],
            lambda: skipped("repaired"),
        ),
        "clip_before_backward": (
            1,
            lambda: clip("before backward"),
            lambda: clip("before step"),
        ),
        "clip_after_step": (1, lambda: clip("after step"), lambda: clip("before step")),
        "clip_scaled": both("clip_scaled"),
        "schedule": (4, lambda: schedule(True), lambda: schedule(False)),
        "resume": (4, lambda: resume(10, with_grad=False), lambda: resume(10, with_grad=True)),
        "through_the_critic": (
            1,
            lambda: critic("all backward(), all steps"),
            lambda: [critic("a turn for each"), critic("inputs=[action]")],
        ),
        "evaluated": (
            4,
            lambda: evaluated["train"](evaluated["as_found"]),
            lambda: evaluated["train"](evaluated["repaired"]),
        ),
        "early_stop": both("early_stop", window=4),
        "shared_gradients": (1, lambda: shared("as found"), lambda: shared("repaired")),
        "scaled_step": both("scaled_step", sgd),
        "every_iteration": both("every_iteration", sgd, window=4),
        "masked_rows": (1, lambda: rows(0.01), lambda: rows(0.0)),
        "unfrozen_later": both("unfrozen_later"),
        "module_forward": (1, lambda: in_a_group("as_found"), lambda: in_a_group("repaired")),
    }


def _verdict(watch, window, loop, name):
    """Whether the guard stops `loop`, and at which step of an optimizer."""
    counts, init = [], torch.optim.Optimizer.__init__
    only = torch.optim.AdamW if name == "inner_optimizer" else torch.optim.Optimizer

    def guarded(optimizer, *args, **options):
        init(optimizer, *args, **options)
        if isinstance(optimizer, only):
            count = {"made": 0, "passed": 0}  # steps, before and after the guard saw them
            counts.append(count)
            optimizer.register_step_post_hook(lambda *_: count.update(made=count["made"] + 1))
            watch(optimizer, window)
            optimizer.register_step_post_hook(lambda *_: count.update(passed=count["made"]))

    torch.optim.Optimizer.__init__ = guarded
    try:
        loop()
    except RuntimeError as error:
        if not str(error).startswith("stale"):
            raise
    finally:
        torch.optim.Optimizer.__init__ = init
    stopped = [count["made"] for count in counts if count["made"] > count["passed"]]
    return {"raises": bool(stopped), "step": min(stopped, default=None)}


@contextmanager
def _group_of_one():
    """A process group with this process alone in it."""
    with tempfile.TemporaryDirectory() as folder:
        group = f"file://{folder}/group"
        dist.init_process_group("gloo", init_method=group, rank=0, world_size=1)
        try:
            yield
        finally:
            dist.destroy_process_group()
