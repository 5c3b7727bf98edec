"""What a statement does: one function for each kind of node."""

from .arithmetic import combine
from .branches import run_if
from .edits import by_hand, edit_gradient, keep, set_frozen
from .expressions import mentions_gradient
from .frames import bind
from .gradients import touch
from .loops import run_for, run_while
from .run import Leave
from .tree import spell
from .values import (
    Constant,
    Context,
    Function,
    Gradient,
    Items,
    Module,
    Parameters,
    Value,
    names_of,
)


def run_block(run, nodes, frame):
    """Runs statements one after the other; raises Leave where one of them jumps."""
    for node in nodes:
        run.tick()
        if node["kind"] in KINDS:
            KINDS[node["kind"]](run, node, frame)


def _expression(run, node, frame):
    run.value(node["value"], frame)


def _assign(run, node, frame):
    value = run.value(node["value"], frame)
    for target in node["targets"]:
        if target["kind"] == "Attr" and _special(run, node, target, value, frame):
            continue
        bind(run, target, value, frame)


def _special(run, node, target, value, frame):
    """Assignments to .grad, .data, .requires_grad and the switch for synchronising."""
    word = target["attr"]
    if word in ("grad", "_grad"):
        gradient = run.value(target, frame)
        cleared = isinstance(value, Constant) and value.value is None
        cleared = cleared or "zeros" in spell(node["value"])
        if cleared and isinstance(gradient, Gradient):
            run.clear(gradient.names, node["line"], spell(target))
        elif isinstance(gradient, Gradient) and not _own(gradient, value):
            run.doubt("the loop writes into .grad", node["line"])
        elif isinstance(gradient, Gradient):
            edit_gradient(run, gradient, None)
        return True
    if word == "data" and mentions_gradient(node["value"]):
        by_hand(run, run.value(target["value"], frame), spell(target["value"]), node["line"])
        return True
    if word == "require_backward_grad_sync" and isinstance(value, Constant):
        run.no_sync = not value.value
        return True
    if word == "requires_grad" and isinstance(value, Constant):
        base = run.value(target["value"], frame)
        if names_of([base]):
            set_frozen(run, names_of([base]), not value.value)
        elif value.value:
            bind(run, target["value"], Module("", leaf=True), frame)
        return True
    return word == "data"


def _own(gradient, value):
    """Is it the same parameters' .grad, changed?"""
    return isinstance(value, Gradient) and touch(gradient.names, value.names)


def _augmented(run, node, frame):
    target, line = node["target"], node["line"]
    value = run.value(node["value"], frame)
    old = run.value(target, frame)
    if isinstance(old, Gradient):
        number = value.value if isinstance(value, Constant) else None
        if number and node["op"] in ("/", "*"):
            edit_gradient(run, old, 1 / number if node["op"] == "/" else number)
        else:
            edit_gradient(run, old, None)
        return
    if isinstance(value, Gradient) and isinstance(old, (Module, Parameters, Value)):
        by_hand(run, old, spell(target), line)
        return
    result = combine(run, node["op"], old, value, node["value"], line)
    if node["op"] == "+" and value.parts and not run.no_grad:
        keep(run, spell(target), value, line, old, spell(node["value"]))
        result.sums = result.sums | frozenset([spell(target)])
    if isinstance(old, Items) and value.parts:
        return
    bind(run, target, result, frame)


def _with(run, node, frame):
    before = (run.no_grad, run.no_sync, run.in_sync, run.accumulating)
    for context, target in node["items"]:
        value = run.value(context, frame)
        if target:
            bind(run, target, value, frame)
        if isinstance(value, Context):
            _enter(run, value)
    try:
        run.block(node["body"], frame)
    finally:
        run.no_grad, run.no_sync, run.in_sync, run.accumulating = before


def _enter(run, context):
    if context.what in ("no_grad", "enable_grad"):
        run.no_grad = context.what == "no_grad"
    elif context.what == "no_sync":
        run.no_sync = True
    elif context.what == "accumulate":
        helper, run.accumulating = context.window, True
        window = helper.window or 1
        count = run.windows.get(helper.name, 0) + 1
        loop, index = run.loops[-1] if run.loops else ({"line": 0}, 0)
        last = index + 1 == run.lengths.get(loop["line"])
        run.in_sync = count % window == 0 or bool(last)  # at the end of the data, too
        run.windows[helper.name] = 0 if last else count


def _try(run, node, frame):
    try:
        run.block(node["body"], frame)
    finally:
        run.block(node["final"], frame)


def _return(run, node, frame):
    value = run.value(node["value"], frame) if node["value"] else Constant(None)
    raise Leave("return", value)


def _leave(run, node, frame):
    raise Leave(node["kind"].lower())


def _define(run, node, frame):
    frame.names[node["name"]] = Function(node, None if frame.names is run.globals else frame)


def _delete(run, node, frame):
    for target in node["targets"]:
        if target["kind"] == "Name":
            frame.names.pop(target["id"], None)
        elif target["kind"] == "Item":  # del losses[:] empties a list
            bind(run, target["value"], Items([]), frame)


KINDS = {
    "Expr": _expression, "Assign": _assign, "Aug": _augmented, "If": run_if, "For": run_for,
    "While": run_while, "With": _with, "Try": _try, "Return": _return, "Break": _leave,
    "Continue": _leave, "Raise": _leave, "Def": _define, "Del": _delete,
}  # fmt: skip
