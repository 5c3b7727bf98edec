"""Repairs of a window: what its losses are divided by, and when it ends."""

from .places import steps_of


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
    lines = [finding.line] + [step.line for step, _ in steps_of(draft, finding)]
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
