"""Faults between optimizers, and in closures."""

from .registry import LIKELY, MAYBE, check, kind
from .trace import clears_of, epoch_of, events, weaken, window_sizes

LEAK = kind(
    "leak-between-optimizers",
    "An optimizer steps on a gradient that another one's loss left behind",
    "Clear each optimizer in front of its own backward().",
    "faq/several-losses/#gan-clear-d",
)


CLOSURE = kind(
    "closure-without-clearing",
    "The closure does not clear, and runs more than once in a step",
    "Call optimizer.zero_grad() first thing in the closure.",
    "faq/optimizers/#lbfgs-where",
)


@check
def leaks(run, survey):
    """A step that uses, besides its own loss, what a loss for another optimizer added."""
    if run is None:
        return
    every = events(run, "step")
    for step in every:
        if len(step.found) < 2 or step.stale:
            continue
        for old in step.found:
            newer = [one for one in step.found if one.line != old.line]
            for other in every:
                if other.subject == step.subject or old not in other.found:
                    continue
                if old.number < other.number < step.number:
                    after = [one for one in newer if one.number > other.number]
                    if after and _same_epoch(old, step):
                        yield (
                            LEAK,
                            step.line,
                            _meant(run, step, old),
                            (
                                f"the gradient of line {old.line} is still there; line {other.line} has used it"
                            ),
                        )
            if _through(run, step, old, newer):
                yield (
                    LEAK,
                    step.line,
                    MAYBE,
                    (
                        f"the backward() of line {old.line} is another optimizer's, and reached these parameters too"
                    ),
                )


def _same_epoch(entry, step):
    return epoch_of(entry.iteration) == epoch_of(step.iteration)


def _meant(run, step, old):
    """Cleared in this iteration, before the backward() that stays: it may be meant."""
    for one in clears_of(run, step.names):
        if one.iteration == old.iteration == step.iteration and one.number < old.number:
            return MAYBE
    return weaken(step, LIKELY)


def _through(run, step, old, newer):
    """Did another optimizer's loss go through these parameters, before either has stepped?"""
    for other in events(run, "step"):
        if other.subject == step.subject or old not in other.found or other.number < step.number:
            continue
        if other.iteration == step.iteration and newer:
            if not any(one in other.found for one in newer) and old.iteration == step.iteration:
                return len(window_sizes([step])) > 0
    return False


@check
def closures(run, survey):
    """A closure that is run twice in one step and adds to its own gradient."""
    if run is None:
        return
    for one in events(run, "backward"):
        before = [old for old in one.notes["before"] if old.line == one.line]
        if "closure" in one.by and [old for old in before if old.iteration == one.iteration]:
            yield CLOSURE, one.line, LIKELY, "its second call adds to the first one's gradient"
