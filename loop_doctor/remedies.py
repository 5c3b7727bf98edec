"""What may mend each kind of fault: changes of a few lines, to be tried in order."""

from .draft import whole
from .report import event_of


def _steps(draft, finding):
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


def _behind(draft, line):
    """The line behind which to clear: the step, and the scaler's update() if it follows."""
    following = line + 1 <= len(draft.lines) and draft.code(line + 1).endswith(".update()")
    return line + 1 if following else line


def clear(draft, finding):
    """Clears at the top of the iteration, or behind the step; a clear elsewhere goes."""
    old = draft.code(finding.line)
    moved = "zero_grad(" in old or old.endswith((".grad = None", ".grad.zero_()"))
    for step, code in _steps(draft, finding)[:2]:
        statement = old if moved and "zero_grad(" in old else _clearing(code)
        if statement is None:
            continue
        header = step.iteration[-1][0] if step.iteration else 0
        top = draft.body_of(header, step.line)
        for place, put in ((top, draft.put), (_behind(draft, step.line), draft.put_behind)):
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
    for step, code in _steps(draft, finding)[:1]:
        statement = _clearing(code)
        if statement and step.found and whole(draft.code(step.found[-1].line)):
            yield draft.put(step.found[-1].line, statement)


def clear_in_closure(draft, finding):
    """Clears first thing in the closure."""
    around = draft.above(finding.line, "def ")
    top = draft.body_of(around, finding.line) if around else None
    for _, code in _steps(draft, finding)[:1]:
        if top and ".step(" in code:
            yield draft.put(
                top, code.partition(".step(")[0].split("=")[-1].strip() + ".zero_grad()"
            )


def call(draft, finding):
    """Adds the parentheses."""
    code = draft.code(finding.line)
    yield draft.change(finding.line, code, code + "()")


def ask_for_none(draft, finding):
    """Clears only where there is a gradient."""
    code = draft.code(finding.line)
    if code.endswith(".zero_()"):
        asked = "if " + code[: -len(".zero_()")] + " is not None:"
        yield draft.replace(finding.line, asked, "    " + code)


def divide(draft, finding):
    """Divides the loss by the window, in front of backward()."""
    code = draft.code(finding.line)
    loss = code.partition(".backward(")[0]
    for size in _windows(draft) + _counted(draft, finding.line):
        if loss.endswith(")") and ".scale(" in loss:
            inner = loss[loss.index(".scale(") + 7 : -1]
            yield draft.change(finding.line, ".scale(" + inner, ".scale(" + inner + " / " + size)
        elif ".backward(" in code:
            yield draft.change(finding.line, loss + ".", "(" + loss + " / " + size + ").")


def _windows(draft):
    """What stands behind % in conditions, as text."""
    found = []
    for line in range(1, len(draft.lines) + 1):
        code = draft.code(line)
        if "%" in code and "==" in code and code.startswith("if "):
            size = code.partition("%")[2].split("==")[0].strip()
            if size.replace("_", "").replace(".", "").isalpha() or size.isdigit():
                found.append(size)
    return found[:2]


def _counted(draft, line):
    """How far the loop around a line counts, as text."""
    around = draft.above(line, "for ")
    size = draft.code(around).partition(" in range(")[2].rpartition(")")[0] if around else ""
    return [size] if size.isdigit() or size.replace("_", "").replace(".", "").isalpha() else []


def divide_once(draft, finding):
    """Takes a division away."""
    for line in range(1, finding.line + 1):
        code = draft.code(line)
        if " /= " in code:
            yield draft.without(line)
        elif " / " in code:
            divisor = code.rpartition(" / ")[2].split(")")[0]
            yield draft.change(line, " / " + divisor, "")


def turn_condition(draft, finding):
    """Steps where the count is a whole number of windows."""
    for line in (finding.line, draft.above(finding.line, "if ")):
        code = draft.code(line) if line else ""
        if not code.startswith("if ") or "%" not in code or not code.endswith(":"):
            continue
        if "==" not in code:
            yield draft.change(line, code, code.replace("if not ", "if ")[:-1] + " == 0:")
        index = code[3:].split("%")[0].strip().strip("(")
        if index.isalpha() or index.replace("_", "").isalpha():
            yield draft.change(line, index + " %", "(" + index + " + 1) %")


def last_batch(draft, finding):
    """Steps at the last batch, too."""
    lines = [finding.line] + [step.line for step, _ in _steps(draft, finding)]
    for line in lines:
        test = draft.above(line, "if ")
        loop = draft.above(test, "for ") if test else None
        if not loop or "enumerate(" not in draft.code(loop) or "%" not in draft.code(test):
            continue
        index = draft.code(loop)[4:].split(",")[0].strip()
        loader = draft.code(loop).partition("enumerate(")[2].rpartition(")")[0].split(", start")[0]
        if loader.startswith("tqdm(") and loader.endswith(")"):
            loader = loader[5:-1].split(",")[0]
        code = draft.code(test)
        yield draft.change(test, code, code[:-1] + " or " + index + " + 1 == len(" + loader + "):")


def before_step(draft, finding):
    """Moves a statement to where the whole gradient is there: in front of the step."""
    for step, _ in _steps(draft, finding):
        gone = draft.without(finding.line)
        if gone is not None and step.line != finding.line:
            shift = len(draft.lines) - len(gone.lines) if finding.line < step.line else 0
            yield gone.put(step.line - shift, draft.code(finding.line))


def behind_step(draft, finding):
    """Moves a statement behind the step."""
    for step, _ in _steps(draft, finding):
        gone = draft.without(finding.line)
        if gone is not None and step.line != finding.line:
            shift = len(draft.lines) - len(gone.lines) if finding.line < step.line else 0
            place = _behind(gone, step.line - shift)
            yield gone.put_behind(place, draft.code(finding.line))


def unscale(draft, finding):
    """Unscales in front of the clip."""
    for _, code in _steps(draft, finding):
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
