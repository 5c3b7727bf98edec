"""Where a repair goes: the steps that a finding is about, and the line behind one of them."""

from ..draft import whole
from ..report import event_of


def steps_of(draft, finding):
    """The steps that a repair is about: (event, code of its line), the one shown first."""
    events = finding.run.events if finding.run else []
    shown = event_of(finding) or 0
    steps = [one for one in events if one.kind == "step" and 0 < one.line <= len(draft.lines)]
    steps.sort(key=lambda one: (one.number < shown, one.number))
    lines, found = set(), []
    for one in steps:
        if one.line not in lines and whole(draft.code(one.line)):
            lines.add(one.line)
            found.append((one, draft.code(one.line)))
    return found


def behind(draft, line):
    """The line behind which to clear: the step, and the scaler's update() if it follows."""
    following = line + 1 <= len(draft.lines) and draft.code(line + 1).endswith(".update()")
    return line + 1 if following else line
