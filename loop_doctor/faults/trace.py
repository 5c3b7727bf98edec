"""Questions that several faults ask about a finished run."""

from ..gradients import touch
from .registry import MAYBE


def events(run, kind):
    """The events of a kind, in order."""
    return [one for one in run.events if one.kind == kind]


def steps_by_optimizer(run):
    """{(optimizer, when it was made): its steps, in order}."""
    found = {}
    for step in events(run, "step"):
        found.setdefault((step.subject, step.notes["born"]), []).append(step)
    return found


def clears_of(run, names):
    """The clears that emptied `.grad` of some of these parameters."""
    return [one for one in events(run, "clear") if touch(one.names, names)]


def clears_in_life(run, steps):
    """The clears, of whatever parameters, while the optimizer of these steps was in use."""
    same = [one for one in events(run, "step") if one.subject == steps[0].subject]
    born = steps[0].notes["born"]
    ends = [one.notes["born"] for one in same if one.notes["born"] > born] + [len(run.events)]
    return [one for one in events(run, "clear") if born <= one.number < min(ends)]


def known(step):
    """Does the doctor know whose parameters an optimizer holds?"""
    return not any(name.startswith("?") for name in step.names)


def weaken(step, confidence):
    """The confidence, unless nobody knows whose parameters were stepped."""
    unclear = not known(step) or "(" in step.subject or "[" in step.subject
    return MAYBE if unclear else confidence


def window_sizes(steps):
    """How many micro-batches each step used: how often its busiest backward() line ran."""
    return [window_size(one) for one in steps if one.found]


def window_size(step):
    """How many micro-batches a step used: several losses of one forward pass are one."""
    moments = {}
    for one in step.found:
        moments.setdefault(one.line, set()).add(one.moments)
    return max([len(one) for one in moments.values()] + [0])


def usual_window(steps):
    """The size that most windows have; of equally frequent ones above one, the first or middle."""
    sizes = window_sizes(steps)
    large = [one for one in sizes if one > 1]
    most = max([sizes.count(one) for one in large] + [0])
    if sizes.count(1) > most:
        return 1
    often = [one for one in large if sizes.count(one) == most]
    return often[0] if len(set(often)) < 3 else sorted(set(often))[len(set(often)) // 2]


def epoch_of(iteration):
    """The iteration of the loops around the innermost one."""
    return iteration[:-1]


def windows(run):
    """For each optimizer that steps on fresh gradients only: its steps that found some."""
    for steps in steps_by_optimizer(run).values():
        if not any(one.stale for one in steps) and steps[0].by in ("", "scaler"):
            filled = [one for one in steps if one.found]
            if filled:
                yield filled


def callers_loop(run, event):
    """Is the loop around an event the caller's, who may clear as well?"""
    return len(event.iteration) == 1 and event.iteration[0][0] == run.root_line
