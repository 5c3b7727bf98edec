"""Questions that several faults ask about a finished run."""

from ..gradients import touch
from .registry import MAYBE


def events(run, kind):
    """The events of a kind, in order."""
    return [one for one in run.events if one.kind == kind]


def steps_by_optimizer(run):
    """{optimizer: its steps, in order}."""
    found = {}
    for step in events(run, "step"):
        found.setdefault(step.subject, []).append(step)
    return found


def clears_of(run, names):
    """The clears that emptied `.grad` of some of these parameters."""
    return [one for one in events(run, "clear") if touch(one.names, names)]


def known(step):
    """Does the doctor know whose parameters an optimizer holds?"""
    return not any([name.startswith("?") for name in step.names])


def weaken(step, confidence):
    """The confidence, unless nobody knows whose parameters were stepped."""
    unclear = not known(step) or "(" in step.subject or "[" in step.subject
    return MAYBE if unclear else confidence


def window_sizes(steps):
    """How many micro-batches each step used: how often its busiest backward() line ran."""
    return [window_size(one) for one in steps if one.found]


def window_size(step):
    """How many micro-batches a step used."""
    counts = {}
    for one in step.found:
        counts[one.line] = counts.get(one.line, 0) + 1
    return max(list(counts.values()) + [0])


def usual_window(steps):
    """The size that most windows have; the larger one of two that are equally frequent."""
    sizes = window_sizes(steps)
    best = 0
    for size in sizes:
        if (sizes.count(size), size) > (sizes.count(best), best):
            best = size
    return best


def epoch_of(iteration):
    """The iteration of the loops around the innermost one."""
    return iteration[:-1]
