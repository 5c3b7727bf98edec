"""What a statement does: one function for each kind of node."""

from .arithmetic import combine
from .conditions import truth
from .expressions import mentions_gradient
from .frames import bind
from .loops import run_for, run_while
from .run import Leave
from .tree import below, spell
from .values import (
    Constant,
    Context,
    Function,
    Gradient,
    Items,
    Module,
    Parameters,
    Value,
    join,
    names_of,
)
from .words import by_hand, edit_gradient, keep, set_frozen


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
    if word == "grad":
        gradient = run.value(target, frame)
        cleared = isinstance(value, Constant) and value.value is None
        cleared = cleared or "zeros" in spell(node["value"])
        if cleared and isinstance(gradient, Gradient):
            run.clear(gradient.names, node["line"], spell(target))
        elif isinstance(gradient, Gradient) and not isinstance(value, Gradient):
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
        keep(run, spell(target), value, line, old)
        result.sums = result.sums | frozenset([spell(target)])
    if isinstance(old, Items) and value.parts:
        return
    bind(run, target, result, frame)


def _if(run, node, frame):
    test, body, orelse = node["test"], node["body"], node["orelse"]
    survey = run.survey
    if test["kind"] == "Binary" and test["op"] == "%" and survey.eventful(body, word="step"):
        run.notes.append(("inverted condition", node["line"]))
    known = truth(run, test, frame)
    if body and body[-1]["kind"] == "Raise":
        whole = test["kind"] == "Binary" or test["kind"] == "Compare"
        if whole and any(one.get("op") == "%" for one in below([test])):
            run.divisible = True
        known = False
    if known is None and body and _exits(body[-1]):
        known = False
    if known is not None:
        run.block(body if known else orelse, frame)
    elif survey.eventful(body, jumps=True) or survey.eventful(orelse, jumps=True):
        quiet = not survey.eventful(body) and not survey.eventful(orelse)
        outcome = run.decisions.outcome(node, run.loop_nodes, quiet)
        run.block(body if outcome else orelse, frame)
    elif not _both(run, body, orelse, frame):
        run.block(body if run.decisions.outcome(node, run.loop_nodes, False) else orelse, frame)


def _exits(node):
    ends = ("exit", "sys.exit", "quit", "os._exit")
    call = node["kind"] == "Expr" and node["value"]["kind"] == "Call"
    return call and spell(node["value"]["func"]) in ends


def _both(run, body, orelse, frame):
    """Nobody knows which branch is taken, and neither has an event: names may hold either.

    Gives False, and undoes it all, where a graph hangs on it: then one path is taken.
    """
    names, attributes = dict(frame.names), dict(run.attributes)
    passes, events = len(run.forwards), len(run.events)
    run.block(body, frame)
    after, attributes_after = dict(frame.names), dict(run.attributes)
    frame.names.clear()
    frame.names.update(names)
    run.attributes = dict(attributes)
    run.block(orelse, frame)
    matters = len(run.forwards) > passes or len(run.events) > events
    if (
        matters
        or _graphs_differ(after, frame.names)
        or _graphs_differ(attributes_after, run.attributes)
    ):
        del run.forwards[passes:], run.events[events:]
        frame.names.clear()
        frame.names.update(names)
        run.attributes = dict(attributes)
        return False
    _merge(frame.names, after, names)
    _merge(run.attributes, attributes_after, attributes)
    return True


def _graphs_differ(one, other):
    """Does a name hold the graph of other forward passes after one branch than after the other?"""
    for name in set(one) | set(other):
        left, right = one.get(name), other.get(name)
        parts = [set(value.parts) if value is not None else set() for value in (left, right)]
        if left is not right and parts[0] != parts[1]:
            return True
    return False


def _merge(here, there, before):
    for name in there:
        if there[name] is not here.get(name):
            changed = [
                one.get(name) for one in (there, here) if one.get(name) is not before.get(name)
            ]
            fresh = name not in before
            here[name] = changed[0] if fresh and len(changed) == 1 else join(
                there[name], here.get(name))  # fmt: skip


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
        line, index = run.loops[-1] if run.loops else (0, 0)
        last = index + 1 == run.lengths.get(line)
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
    "Expr": _expression, "Assign": _assign, "Aug": _augmented, "If": _if, "For": run_for,
    "While": run_while, "With": _with, "Try": _try, "Return": _return, "Break": _leave,
    "Continue": _leave, "Raise": _leave, "Def": _define, "Del": _delete,
}  # fmt: skip
