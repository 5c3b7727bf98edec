"""Faults of clearing: not at all, too seldom, too early, somebody else's, and what leaks so."""

from ..gradients import touch
from ..tree import below, spell
from .registry import LIKELY, MAYBE, SURE, check, check_file, kind
from .trace import (
    callers_loop,
    clears_in_life,
    clears_of,
    steps_by_optimizer,
    weaken,
)

NEVER = kind(
    "never-cleared",
    "Nothing clears the gradients",
    "Write optimizer.zero_grad() at the top of the iteration, or behind the step.",
    "chapters/forgetting/",
)
ONCE_PER_EPOCH = kind(
    "cleared-once-per-epoch",
    "The gradients are cleared once per epoch",
    "Move the call into the loop over batches.",
    "faq/basics/#once-per-epoch",
)
BEFORE_THE_LOOP = kind(
    "cleared-before-the-loop",
    "The gradients are cleared once, before the loop",
    "Move the call into the loop.",
    "faq/placement/#before-the-loop",
)
OTHERS = kind(
    "other-parameters-cleared",
    "Other parameters are cleared than are stepped",
    "Clear through the optimizer that steps.",
    "faq/basics/#model-or-optimizer",
)
AGAIN = kind(
    "stepped-again",
    "A step uses gradients that a step has used already",
    "Clear behind each step, or step once per clear.",
    "chapters/accumulation/",
)
TOO_EARLY = kind(
    "cleared-before-step",
    "The gradients are cleared before the step has used them",
    "Move the call in front of the forward pass, or behind the step.",
    "faq/placement/#between-backward-and-step",
)
NONE = kind(
    "zero-of-none",
    ".grad is None before the first backward()",
    "Clear behind the step, or ask whether .grad is None.",
    "errors/#nonetype-zero",
)
NOT_CALLED = kind(
    "not-called",
    "The method is named and not called",
    "Add the parentheses.",
    "checklist/",
)


@check
def stale_steps(run, survey):
    """A step that meets gradients it has used before: who should have cleared them, and when."""
    for steps in steps_by_optimizer(run).values():
        late = [one for one in steps if one.stale and one.by != "repeated closure"]
        if not late:
            continue
        first = late[0]
        all_clears = clears_in_life(run, steps)
        clears = [one for one in all_clears if touch(one.names, first.names)]
        both = [one for one in late if one.found]
        old = f"it still holds the gradient of line {first.stale[0].line}"
        if not clears and all_clears:
            other = all_clears[0]
            passed = [name for one in run.forwards for name in one.names]
            known = touch(first.names, passed) and touch(other.names, passed)
            sure = LIKELY if known and first.by != "manual" else MAYBE
            confidence = weaken(first, sure)
            reason = f"line {other.line} clears {other.subject}; the step is of {first.subject}"
            yield OTHERS, first.line, confidence, reason
        elif not both and not clears:
            yield AGAIN, first.line, weaken(first, LIKELY), old
        elif not clears:
            sure = MAYBE if callers_loop(run, first) else SURE
            yield NEVER, first.line, weaken(first, sure), old
        else:
            yield _cleared_seldom(run, first, steps, clears, old)


def _cleared_seldom(run, first, steps, clears, old):
    deepest = max([len(one.iteration) for one in clears])
    if deepest < len(first.iteration) and deepest < len(first.stale[0].iteration):
        name = ONCE_PER_EPOCH if deepest else BEFORE_THE_LOOP
        reason = f"line {first.line} steps on the gradient of line {first.stale[0].line} again"
        return name, clears[0].line, weaken(first, SURE), reason
    confidence = LIKELY if len(steps) > len(clears) else MAYBE
    return AGAIN, first.line, weaken(first, confidence), f"line {clears[0].line} clears, and {old}"


@check
def empty_steps(run, survey):
    """Steps that find nothing, because what backward() gave was thrown away in between."""
    for steps in steps_by_optimizer(run).values():
        empty = [one for one in steps if not one.found and not one.stale]
        empty = [one for one in empty if "closure" not in one.by]
        if not empty or len(empty) < max(1, len(steps) - 1):
            continue
        step = empty[-1]
        thrown = [one for one in clears_of(run, step.names) if one.found]
        same = [
            one for one in thrown if one.iteration == step.iteration and one.number < step.number
        ]
        if same:
            lost = same[0].found[0]
            reason = f"the gradient of line {lost.line} is gone when line {step.line} steps"
            yield TOO_EARLY, same[0].line, weaken(step, SURE), reason
        elif thrown and len(run.optimizers) == 1 and step.by != "manual":
            lost = thrown[0].found[0]
            reason = f"line {step.line} steps before line {lost.line} has given a gradient"
            yield TOO_EARLY, thrown[0].line, weaken(step, LIKELY), reason


@check
def zero_of_none(run, survey):
    """w.grad.zero_() before there is a .grad."""
    for what, line in run.notes:
        if what == "zero of None":
            reason = "the first iteration raises AttributeError"
            yield NONE, line, MAYBE if run.root_line else LIKELY, reason


@check_file
def not_called(survey):
    """optimizer.zero_grad without parentheses does nothing."""
    for node in below(survey.tree):
        if node["kind"] != "Expr" or node["value"]["kind"] != "Attr":
            continue
        word, owner = node["value"]["attr"], spell(node["value"]["value"])
        stepper = survey.kind_of(owner) in ("optimizer", "scheduler")
        if word in ("zero_grad", "backward") or (word == "step" and stepper):
            yield NOT_CALLED, node["line"], SURE, spell(node["value"]) + " does nothing"
