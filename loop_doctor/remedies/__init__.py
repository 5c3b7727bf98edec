"""What may mend each kind of fault: changes of a few lines, to be tried in order."""

from .clearing import ask_for_none, clear, clear_in_closure, clear_own
from .order import before_step, behind_step, step_by_scaler, unscale
from .windows import divide, divide_once, last_batch, turn_condition


def call(draft, finding):
    """Adds the parentheses."""
    code = draft.code(finding.line)
    yield draft.change(finding.line, code, code + "()")


def keep_a_number(draft, finding):
    """Keeps the loss without its graph."""
    code = draft.code(finding.line)
    if " += " in code:
        yield draft.change(finding.line, code, code + ".detach()")
    elif ".append(" in code and code.endswith(")"):
        yield draft.change(finding.line, code, code[:-1] + ".detach())")


REPAIRS = {
    "never-cleared": (clear,),
    "cleared-once-per-epoch": (clear,),
    "cleared-before-the-loop": (clear,),
    "other-parameters-cleared": (clear,),
    "stepped-again": (clear, clear_own),
    "cleared-before-step": (clear,),
    "cleared-inside-the-window": (clear,),
    "accelerate-cleared-at-the-top": (clear,),
    "leak-between-optimizers": (clear_own,),
    "closure-without-clearing": (clear_in_closure,),
    "zero-of-none": (ask_for_none,),
    "not-called": (call,),
    "window-not-divided": (divide,),
    "divided-twice": (divide_once,),
    "window-condition-inverted": (turn_condition,),
    "window-off-by-one": (turn_condition,),
    "last-window-dropped": (last_batch,),
    "last-window-leaks": (last_batch,),
    "clipped-before-backward": (before_step,),
    "clipped-after-step": (before_step,),
    "clipped-inside-the-window": (before_step,),
    "clipped-while-scaled": (unscale,),
    "scaled-but-own-step": (step_by_scaler,),
    "unscaled-twice": (before_step,),
    "unscaled-inside-the-window": (before_step,),
    "scheduler-before-step": (behind_step,),
    "graph-kept": (keep_a_number,),
}
