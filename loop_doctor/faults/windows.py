"""Faults of accumulation: the division, the condition, the last window, the ranks."""

from .registry import LIKELY, MAYBE, check, kind
from .trace import events, usual_window, weaken, window_size, windows

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

BATCHES = ["batch", "load", "chunk", "micro", "split", "accum", "data", "range", "while"]


def _ours(divisor):
    return divisor[0] not in ("the accelerator",) and not divisor[0].startswith("nothing")


@check
def division(run, survey):
    """A window's losses are to be divided by its length: once, and all alike."""
    for steps in windows(run):
        size = usual_window(steps)
        step = [one for one in steps if window_size(one) == size][0]
        last = step.found[-1]
        line = last.line
        if size < 2 or last.edited:
            shares = [one for one in step.found if one.edited]
            if size > 1 and _shares(shares):
                yield UNEQUAL, line, LIKELY, _shares(shares)
            alone = [text for text, _ in last.divisors if survey.windowy(text)]
            alone = [text for text in alone if text not in survey.moduli]  # a window on other paths
            if size == 1 and alone and not _cleared_before(run, step):
                yield DIVISOR, line, MAYBE, f"by {alone[0]}, and each micro-batch has its step"
            continue
        windowy = [one for one in last.divisors if _ours(one) and _by_window(one, size, survey)]
        automatic = [one for one in last.divisors if one[0] == "the accelerator"]
        own = _shares([one for one in step.found if one.line == line])
        if not last.divisors:
            others = [one for one in events(run, "step") if _between(one, last, step)]
            known = last.certain and not others and _over_batches(run, step, last)
            known = known and not _noted(run, "divided rate")
            confidence = LIKELY if known else MAYBE
            yield UNDIVIDED, line, weaken(step, confidence), f"a window of {size}"
        elif len(windowy) + len(automatic) > 1:
            reason = f"by {(automatic + windowy)[0][0]} and by {(automatic + windowy)[-1][0]}"
            yield TWICE, line, LIKELY, reason
        elif own:
            yield UNEQUAL, line, LIKELY, own
        elif not windowy and not automatic and len(last.divisors) == 1:
            text, number = last.divisors[0]
            inner = [loop for loop, _ in last.iteration[len(step.iteration) :]]
            open_end = any(one in run.guessed for one in inner)
            known = isinstance(number, (int, float)) and number not in (1, run.trips)
            if known and not open_end:
                yield DIVISOR, line, MAYBE, f"by {text}, for a window of {size}"


def _between(other, entry, step):
    """Did another optimizer step on it, in its own iteration, long before this one did?"""
    mine = other.subject != step.subject and entry in other.found
    return mine and other.iteration == entry.iteration != step.iteration


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
    inverted = [line for what, line in run.notes if what == "inverted condition"]
    for steps in windows(run):
        sizes = [window_size(one) for one in steps]
        if inverted and max(sizes) > 1:
            yield INVERTED, inverted[0], LIKELY, f"windows of {_listed(sizes)} micro-batches"
        elif _cleared_before(run, steps[0]) or _noted(run, "unknown start"):
            continue  # the window was longer, or nobody knows
        elif len(steps[0].iteration) < len(steps[0].found[-1].iteration):
            continue  # a loop of its own ends it, and no condition
        elif len(sizes) > 2 and sizes[0] == 1 < sizes[1] == usual_window(steps):
            reason = f"windows of {_listed(sizes)} micro-batches"
            yield OFF_BY_ONE, steps[0].line, weaken(steps[0], LIKELY), reason


def _noted(run, what):
    return any(note == what for note, _ in run.notes)


def _cleared_before(run, step):
    """Were micro-batches thrown away before this step?"""
    clears = [one for one in events(run, "clear") if one.number < step.number]
    return any(one.found for one in clears)


def _listed(sizes):
    return ", ".join([str(one) for one in sizes[:6]])
