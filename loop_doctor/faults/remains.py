"""Faults of what is left of a window: dropped, leaked, cleared too early, not synchronised."""

from ..gradients import touch
from .registry import LIKELY, MAYBE, check, kind
from .trace import epoch_of, events, usual_window, weaken, window_size, windows

DROPPED = kind(
    "last-window-dropped",
    "The last micro-batches of an epoch are thrown away",
    "Step at the last batch too: or i + 1 == len(loader).",
    "faq/windows-and-tokens/#or-last-batch",
)


LEAKED = kind(
    "last-window-leaks",
    "The last micro-batches of an epoch count in the next one",
    "Step at the last batch too: or i + 1 == len(loader).",
    "faq/windows-and-tokens/#last-two-batches",
)


INSIDE = kind(
    "cleared-inside-the-window",
    "The gradients are cleared inside the window",
    "Clear behind the step, under the same condition.",
    "faq/placement/#inside-the-if",
)


ACCELERATE = kind(
    "accelerate-cleared-at-the-top",
    "Under accumulate(), a clear at the top throws the window away",
    "Clear behind the step.",
    "faq/placement/#accelerate-accumulate",
)


UNSYNCHRONISED = kind(
    "last-backward-not-synchronised",
    "The last backward() of a window is not synchronised among ranks",
    "Leave no_sync() in the micro-batch that steps.",
    "faq/distributed/#no-sync-off-by-one",
)


@check
def last_window(run, survey):
    """An epoch that is no whole number of windows: what becomes of the rest?"""
    seen = [what for what, _ in run.notes]
    if run.divisible or "inverted condition" in seen:
        return
    most = MAYBE if "perhaps the last batch" in seen else LIKELY
    for steps in windows(run):
        size = usual_window(steps)
        if size < 2:
            continue
        if steps[0].found[-1].iteration[-1][0] not in run.iterated:
            most = MAYBE  # while steps < whole_windows
        large = [one for one in steps if window_size(one) > size]
        across = [one for one in large if len({entry.iteration[:-1] for entry in one.found}) > 1]
        if across:
            reason = f"a window of {window_size(across[0])} instead of {size}"
            yield LEAKED, across[0].line, weaken(across[0], most), reason
            continue
        names = steps[0].names
        for clear in events(run, "clear"):
            lost = [one for one in clear.found if touch(one.names, names)]
            lost = [one for one in lost if _an_epoch_later(one.iteration, clear.iteration)]
            if lost and len(lost) < size:
                reason = f"{len(lost)} micro-batches of line {lost[0].line} go unused"
                yield DROPPED, clear.line, weaken(steps[0], most), reason
                return
        left = [one for one in run.gradients.of(names) if not one.used]
        if left and len(left) < size:
            yield DROPPED, steps[0].line, MAYBE, f"nobody steps on the {len(left)} that are left"


def _an_epoch_later(lost, clear):
    """Is it the same loop of epochs, one round on, and no other loop nor another call?"""
    around = [line for line, _ in epoch_of(lost)]
    same = [line for line, _ in clear][: len(around)] == around
    return same and epoch_of(lost) != epoch_of(clear)


@check
def cleared_inside(run, survey):
    """A clear that throws away micro-batches of the same epoch which no step has used."""
    found = {}
    for clear in events(run, "clear"):
        lost = [one for one in clear.found if epoch_of(one.iteration) == epoch_of(clear.iteration)]
        lost = [one for one in lost if one.iteration != clear.iteration]
        if lost and not all(_never_stepped(run, one) for one in lost):
            found.setdefault(clear.line, []).append((clear, lost))
    for line in found:
        clear, lost = found[line][0]
        reason = f"the gradient of line {lost[0].line} was not used yet"
        if clear.notes.get("accumulate"):
            yield ACCELERATE, line, LIKELY, reason
        else:
            yield INSIDE, line, MAYBE, reason


def _never_stepped(run, entry):
    """Is there no optimizer for these parameters that ever steps on something?"""
    steps = [one for one in events(run, "step") if touch(one.names, entry.names)]
    return not any(one.found for one in steps)


@check
def synchronised(run, survey):
    """The micro-batch that steps has to be synchronised."""
    for step in events(run, "step"):
        if step.found and not step.found[-1].synchronised:
            reason = f"line {step.line} steps on what is this rank's alone"
            yield UNSYNCHRONISED, step.found[-1].line, LIKELY, reason
            return
