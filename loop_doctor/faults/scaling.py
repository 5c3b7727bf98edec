"""Faults of gradient scalers and of schedules."""

from .registry import LIKELY, MAYBE, check, kind
from .trace import events

OWN_STEP = kind(
    "scaled-but-own-step",
    "The loss is scaled, and the optimizer steps by itself",
    "Write scaler.step(optimizer).",
    "faq/clipping-amp-schedulers/#amp-order",
)
UNSCALED_TWICE = kind(
    "unscaled-twice",
    "The gradients are unscaled twice",
    "Call unscale_() once per step; scaler.update() ends it.",
    "errors/#unscale-already-called",
)
UNSCALED_EARLY = kind(
    "unscaled-inside-the-window",
    "The gradients are unscaled, and scaled ones are added after it",
    "Unscale once, behind the last backward() of the window.",
    "faq/clipping-amp-schedulers/#unscale-each",
)
UNSCALED_STEP = kind(
    "scaler-without-scale",
    "The scaler steps on a loss that it did not scale",
    "Write scaler.scale(loss).backward().",
    "faq/clipping-amp-schedulers/#amp-order",
)
SCHEDULE = kind(
    "scheduler-before-step",
    "The schedule moves before the optimizer has stepped",
    "Call scheduler.step() behind optimizer.step().",
    "errors/#lr-scheduler-before-optimizer",
)


@check
def scaler(run, survey):
    """What the scaler multiplied it has to divide, once, before the step."""
    for event in run.events:
        state = event.notes.get("state")
        if event.kind == "unscale" and state:
            reason = f"{event.subject} was {state} before, without an update()"
            yield UNSCALED_TWICE, event.line, LIKELY, reason
        if event.kind != "step" or not event.found:
            continue
        scaled = event.notes["scaled"]
        if event.by != "scaler" and scaled:
            sure = MAYBE if _stepped_by_scaler(run, scaled[-1]) else LIKELY
            yield OWN_STEP, event.line, sure, f"the loss of line {scaled[-1].line} is scaled"
        elif event.by == "scaler" and scaled and state == "unscaled":
            reason = f"line {scaled[-1].line} added a scaled gradient after unscale_()"
            yield UNSCALED_EARLY, event.line, LIKELY, reason
        elif event.by == "scaler" and not any(one.scaled for one in event.found):
            reason = f"the loss of line {event.found[-1].line} is not scaled"
            yield UNSCALED_STEP, event.line, MAYBE, reason


def _stepped_by_scaler(run, entry):
    """Has the scaler stepped another optimizer on it? Then it may not reach this one's weights."""
    return any(one.by == "scaler" and entry in one.found for one in events(run, "step"))


@check
def schedule(run, survey):
    """The first scheduler.step() comes behind the first optimizer.step()."""
    every = events(run, "step")
    for event in events(run, "schedule"):
        steps = [one for one in every if one.number >= event.notes["born"]]
        if not steps or not event.iteration or event.notes["accelerated"]:
            continue
        if event.number > steps[0].number or event.notes["argument"]:
            continue
        depth = len(event.iteration)
        lines = [one[0] for one in event.iteration]
        inside = [
            one
            for one in events(run, "backward")
            if [loop[0] for loop in one.iteration[:depth]] == lines
        ]
        if inside:
            confidence = MAYBE if survey.made_elsewhere(event.subject) else LIKELY
            yield SCHEDULE, event.line, confidence, f"the first step is in line {steps[0].line}"
