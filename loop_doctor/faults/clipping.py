"""Faults of clipping: before backward(), after the step, inside the window, or still scaled."""

from ..gradients import touch
from .registry import LIKELY, check, kind
from .trace import events

BEFORE = kind(
    "clipped-before-backward",
    "The gradients are clipped before backward() has given them",
    "Clip between backward() and the step.",
    "faq/clipping-amp-schedulers/#clip-where",
)
AFTER = kind(
    "clipped-after-step",
    "The gradients are clipped after the step has used them",
    "Clip between backward() and the step.",
    "faq/clipping-amp-schedulers/#clip-where",
)
INSIDE = kind(
    "clipped-inside-the-window",
    "Each part of a window is clipped, and not the whole",
    "Clip once, under the condition of the step.",
    "faq/clipping-amp-schedulers/#clip-once",
)
SCALED = kind(
    "clipped-while-scaled",
    "The gradients are clipped while the scaler's factor is in them",
    "Call scaler.unscale_(optimizer) first.",
    "faq/clipping-amp-schedulers/#amp-order",
)


@check
def clipping(run, survey):
    """A clip has to come between the last backward() of a window and its step."""
    for clip in events(run, "clip"):
        fresh = [one for one in clip.found if one not in clip.notes["used"]]
        steps = [one for one in events(run, "step") if touch(one.names, clip.names)]
        following = [one for one in steps if one.number > clip.number]
        before = [one for one in steps if one.number < clip.number]
        before = [one for one in before if one.iteration == clip.iteration]
        if "closure" in clip.by:
            continue
        if clip.notes["scaled"] and fresh and not _unscaled(run, fresh[-1], clip):
            yield SCALED, clip.line, LIKELY, f"the gradient of line {fresh[-1].line} is scaled"
        if fresh:
            yield from _inside(clip, fresh, following)
        elif before and clip.found:
            yield AFTER, clip.line, LIKELY, f"line {before[-1].line} has stepped already"
        else:
            yield from _too_early(run, clip, following)


def _unscaled(run, entry, clip):
    """Was something unscaled in between? Whose parameters an optimizer holds may be unknown."""
    between = [one for one in run.events if one.number < clip.number]
    after = [one for one in between if one.iteration == clip.iteration and one.line > entry.line]
    return any(one.kind == "unscale" for one in after)


def _inside(clip, fresh, following):
    if not following:
        return
    later = [one for one in following[0].found if one.number > clip.number]
    later = [one for one in later if one.line == fresh[-1].line]
    if later and later[0].iteration != clip.iteration:
        yield INSIDE, clip.line, LIKELY, f"line {later[0].line} adds to it before the step"


def _too_early(run, clip, following):
    after = [one for one in events(run, "backward") if one.number > clip.number][:1]
    same = after and after[0].iteration == clip.iteration
    soon = following and following[0].iteration == clip.iteration
    if same and soon and after[0].number < following[0].number:
        yield BEFORE, clip.line, LIKELY, f"the gradient comes in line {after[0].line}"
