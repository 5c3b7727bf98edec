"""Faults of accumulation: the division, the condition, the last window, the ranks."""

from ..gradients import touch
from .registry import LIKELY, MAYBE, check, kind
from .trace import epoch_of, events, steps_by_optimizer, usual_window, weaken, window_size

UNDIVIDED = kind(
    "window-not-divided",
    "A window is summed and not divided",
    "Divide the loss by the number of micro-batches in the window.",
    "faq/accumulating/#divide-by-n",
)
TWICE = kind(
    "divided-twice",
    "The loss is divided by the window twice",
    "Divide once.",
    "faq/placement/#accelerate-accumulate",
)
DIVISOR = kind(
    "wrong-divisor",
    "The loss is divided by another number than the window has micro-batches",
    "Divide by the length of the window.",
    "faq/accumulating/#divide-by-n",
)
UNEQUAL = kind(
    "unequal-shares",
    "The micro-batches of a window count unequally",
    "Divide each loss by the same number, once, before its backward().",
    "chapters/exceptions/",
)
INVERTED = kind(
    "window-condition-inverted",
    "The condition steps in every micro-batch but the last of a window",
    "Write (i + 1) % n == 0.",
    "faq/windows-and-tokens/#off-by-one",
)
OFF_BY_ONE = kind(
    "window-off-by-one",
    "The first window has one micro-batch",
    "Write (i + 1) % n == 0.",
    "faq/windows-and-tokens/#off-by-one",
)
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

BATCHES = ["batch", "load", "chunk", "micro", "split", "accum", "data", "range", "while"]


def _windows(run):
    """For each optimizer that steps on fresh gradients only: its steps that found some."""
    for steps in steps_by_optimizer(run).values() if run else ():
        if not any(one.stale for one in steps) and steps[0].by in ("", "scaler"):
            filled = [one for one in steps if one.found]
            if filled:
                yield filled


def _ours(divisor):
    return divisor[0] not in ("the accelerator",) and not divisor[0].startswith("nothing")


@check
def division(run, survey):
    """A window's losses are to be divided by its length: once, and all alike."""
    for steps in _windows(run):
        size = usual_window(steps)
        step = [one for one in steps if window_size(one) == size][0]
        last = step.found[-1]
        line = last.line
        if size < 2 or last.edited:
            shares = [one for one in step.found if one.edited]
            if size > 1 and _shares(shares):
                yield UNEQUAL, line, LIKELY, _shares(shares)
            continue
        windowy = [one for one in last.divisors if _ours(one) and _by_window(one, size, survey)]
        automatic = [one for one in last.divisors if one[0] == "the accelerator"]
        own = _shares([one for one in step.found if one.line == line])
        if not last.divisors:
            confidence = LIKELY if last.certain and _over_batches(run, step, last) else MAYBE
            yield UNDIVIDED, line, weaken(step, confidence), f"a window of {size}"
        elif len(windowy) + len(automatic) > 1:
            yield (
                TWICE,
                line,
                LIKELY,
                f"by {(automatic + windowy)[0][0]} and by {(automatic + windowy)[-1][0]}",
            )
        elif own:
            yield UNEQUAL, line, LIKELY, own
        elif not windowy and not automatic and len(last.divisors) == 1:
            text, number = last.divisors[0]
            inner = [loop for loop, _ in last.iteration[len(step.iteration) :]]
            open_end = any(one in run.guessed for one in inner)
            known = isinstance(number, (int, float)) and number not in (1, run.trips)
            if known and not open_end:
                yield DIVISOR, line, MAYBE, f"by {text}, for a window of {size}"


def _over_batches(run, step, entry):
    """Is a window made of batches, as far as names tell, and not of tasks or of losses?"""
    for line, _ in entry.iteration[len(step.iteration) :]:
        text = run.iterated.get(line, "while").lower()
        if not any(word in text for word in BATCHES):
            return False
    return True


def _by_window(divisor, size, survey):
    text, number = divisor
    close = isinstance(number, (int, float)) and abs(number - size) < 1e-6
    return close or survey.windowy(text)


def _shares(entries):
    """The shares of micro-batches in a window, if they are known and differ; else ""."""
    totals = []
    for one in entries:
        factors = list(one.parts.values())
        if None in factors or not factors:
            return ""
        totals.append(max([abs(factor) for factor in factors]))
    if totals and max(totals) - min(totals) > 1e-9:
        return "their shares are " + ", ".join([f"{one:.3g}" for one in totals])
    return ""


@check
def condition(run, survey):
    """The condition that ends a window: inverted, or true in the first iteration."""
    inverted = [line for what, line in run.notes if what == "inverted condition"] if run else []
    for steps in _windows(run):
        sizes = [window_size(one) for one in steps]
        if inverted and max(sizes) > 1:
            yield INVERTED, inverted[0], LIKELY, f"windows of {_listed(sizes)} micro-batches"
        elif len(sizes) > 2 and sizes[0] == 1 < sizes[1] == usual_window(steps):
            yield (
                OFF_BY_ONE,
                steps[0].line,
                weaken(steps[0], LIKELY),
                (f"windows of {_listed(sizes)} micro-batches"),
            )


def _listed(sizes):
    return ", ".join([str(one) for one in sizes[:6]])


@check
def last_window(run, survey):
    """An epoch that is no whole number of windows: what becomes of the rest?"""
    if run is None or run.divisible or [one for one in run.notes if one[0] == "inverted condition"]:
        return
    for steps in _windows(run):
        size = usual_window(steps)
        if size < 2:
            continue
        large = [one for one in steps if window_size(one) > size]
        across = [one for one in large if len({entry.iteration[:-1] for entry in one.found}) > 1]
        if across:
            yield (
                LEAKED,
                across[0].line,
                weaken(across[0], LIKELY),
                (f"a window of {window_size(across[0])} instead of {size}"),
            )
            continue
        names = steps[0].names
        for clear in events(run, "clear"):
            lost = [one for one in clear.found if touch(one.names, names)]
            lost = [one for one in lost if epoch_of(one.iteration) != epoch_of(clear.iteration)]
            if lost and len(lost) < size:
                yield (
                    DROPPED,
                    clear.line,
                    weaken(steps[0], LIKELY),
                    (f"{len(lost)} micro-batches of line {lost[0].line} go unused"),
                )
                return
        left = [one for one in run.gradients.of(names) if not one.used]
        if left and len(left) < size:
            yield DROPPED, steps[0].line, MAYBE, f"nobody steps on the {len(left)} that are left"


@check
def cleared_inside(run, survey):
    """A clear that throws away micro-batches of the same epoch which no step has used."""
    found = {}
    for clear in events(run, "clear") if run else ():
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
    for step in events(run, "step") if run else ():
        if step.found and not step.found[-1].synchronised:
            yield (
                UNSYNCHRONISED,
                step.found[-1].line,
                LIKELY,
                (f"line {step.line} steps on what is this rank's alone"),
            )
            return
