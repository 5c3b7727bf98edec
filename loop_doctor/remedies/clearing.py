"""Repairs that clear: where nothing does, or at another place than now."""

from ..draft import whole
from .places import behind, steps_of


def _clearing(code):
    """The statement that clears what the step in this line uses, or None."""
    owner, found, rest = code.partition(".step(")
    if found and "scaler" in owner.lower() and rest.endswith(")"):
        owner = rest[:-1].split(",")[0].strip()
    elif " -= " in code:
        return code.split(" -= ")[0] + ".grad = None"
    elif not found:
        return None
    owner = owner.split("=")[-1].strip()
    return owner + ".zero_grad()" if owner else None


def clear(draft, finding):
    """Clears at the top of the iteration, or behind the step; a clear elsewhere goes."""
    old = draft.code(finding.line)
    moved = "zero_grad(" in old or old.endswith((".grad = None", ".grad.zero_()"))
    for step, code in steps_of(draft, finding)[:2]:
        statement = old if moved and "zero_grad(" in old else _clearing(code)
        if statement is None:
            continue
        header = step.iteration[-1][0] if step.iteration else 0
        top = draft.body_of(header, step.line)
        for place, put in ((top, draft.put), (behind(draft, step.line), draft.put_behind)):
            if place is None:
                continue
            if not moved:
                yield put(place, statement)
                continue
            gone = draft.without(finding.line)
            if gone is not None:
                shift = len(draft.lines) - len(gone.lines) if finding.line <= place else 0
                if place != finding.line or shift == 0:
                    there = gone.put if put == draft.put else gone.put_behind
                    yield there(place - shift, statement)


def clear_own(draft, finding):
    """Clears an optimizer in front of its own backward()."""
    for step, code in steps_of(draft, finding)[:1]:
        statement = _clearing(code)
        if statement and step.found and whole(draft.code(step.found[-1].line)):
            yield draft.put(step.found[-1].line, statement)


def clear_in_closure(draft, finding):
    """Clears first thing in the closure."""
    around = draft.above(finding.line, "def ")
    top = draft.body_of(around, finding.line) if around else None
    for _, code in steps_of(draft, finding)[:1]:
        if top and ".step(" in code:
            yield draft.put(
                top, code.partition(".step(")[0].split("=")[-1].strip() + ".zero_grad()"
            )


def ask_for_none(draft, finding):
    """Clears only where there is a gradient."""
    code = draft.code(finding.line)
    if code.endswith(".zero_()"):
        asked = "if " + code[: -len(".zero_()")] + " is not None:"
        yield draft.replace(finding.line, asked, "    " + code)
