"""Repairs of the lines around a step: in front of it, behind it, or by the scaler."""

from .places import behind, steps_of


def before_step(draft, finding):
    """Moves a statement to where the whole gradient is there: in front of the step."""
    for step, _ in steps_of(draft, finding):
        gone = draft.without(finding.line)
        if gone is not None and step.line != finding.line:
            shift = len(draft.lines) - len(gone.lines) if finding.line < step.line else 0
            yield gone.put(step.line - shift, draft.code(finding.line))


def behind_step(draft, finding):
    """Moves a statement behind the step."""
    for step, _ in steps_of(draft, finding):
        gone = draft.without(finding.line)
        if gone is not None and step.line != finding.line:
            shift = len(draft.lines) - len(gone.lines) if finding.line < step.line else 0
            place = behind(gone, step.line - shift)
            yield gone.put_behind(place, draft.code(finding.line))


def unscale(draft, finding):
    """Unscales in front of the clip."""
    for _, code in steps_of(draft, finding):
        scaler, found, rest = code.partition(".step(")
        if found and rest.endswith(")"):
            yield draft.put(finding.line, scaler + ".unscale_(" + rest)


def step_by_scaler(draft, finding):
    """Steps by the scaler."""
    code = draft.code(finding.line)
    for line in range(1, len(draft.lines) + 1):
        scaler, found, _ = draft.code(line).partition(".scale(")
        if found and code.endswith(".step()"):
            scaler = scaler.split("(")[-1].split("=")[-1].strip()
            by = scaler + ".step(" + code[: -len(".step()")] + ")"
            changed = draft.change(finding.line, code, by)
            yield changed.put_behind(finding.line, scaler + ".update()")
