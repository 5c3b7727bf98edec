"""Faults between optimizers, and in closures."""

from .registry import LIKELY, MAYBE, check, kind
from .trace import clears_of, epoch_of, events, weaken

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
    steps = events(run, "step")
    for step in steps:
        if len(step.found) < 2 or step.stale:
            continue
        others = [one for one in steps if one.subject != step.subject]
        for old in step.found:
            for other in [one for one in others if old in one.found]:
                if _left_behind(step, old, other):
                    reason = f"line {other.line} has used the gradient of line {old.line} before"
                    unclear = "" in old.names  # nobody knows what its graph reaches
                    yield LEAK, step.line, MAYBE if unclear else _meant(run, step, old), reason
                elif _through(step, old, other):
                    reason = f"the loss of line {old.line} went through these parameters too"
                    yield LEAK, step.line, MAYBE, reason


def _left_behind(step, old, other):
    """Had the other optimizer stepped on it before this one's own backward() ran?"""
    own = [one for one in step.found if one.line != old.line and one.number > other.number]
    same_epoch = epoch_of(old.iteration) == epoch_of(step.iteration)
    return own and same_epoch and old.number < other.number < step.number


def _meant(run, step, old):
    """Cleared in this iteration, before the backward() that stays: it may be meant."""
    for one in clears_of(run, step.names):
        if one.iteration == old.iteration == step.iteration and one.number < old.number:
            return MAYBE
    return weaken(step, LIKELY)


def _through(step, old, other):
    """Is it the other optimizer's loss, which has yet to step, and not this one's?"""
    own = [one for one in step.found if one.line != old.line]
    here = old.iteration == step.iteration == other.iteration
    shared = any(one in other.found for one in own)
    return own and here and not shared and other.number > step.number


@check
def closures(run, survey):
    """A closure that is run twice in one step and adds to its own gradient."""
    for one in events(run, "backward"):
        before = [old for old in one.notes["before"] if old.line == one.line]
        if "closure" in one.by and [old for old in before if old.iteration == one.iteration]:
            yield CLOSURE, one.line, LIKELY, "its second call adds to the first one's gradient"
