"""Conditions: what is known about their outcome."""

from .arithmetic import number_in
from .tree import below, spell
from .values import Constant, Function, Gradient, Instance, Items, Module, Optimizer, Value, join


def truth(run, node, frame):
    """True, False, or None where nobody knows."""
    if node["kind"] == "Unary" and node["op"] == "not":
        known = truth(run, node["operand"], frame)
        return None if known is None else not known
    if node["kind"] == "Bool":
        known = [truth(run, one, frame) for one in node["values"]]
        decisive = node["op"] == "or"
        if decisive in known:
            return decisive
        if None in known and decisive and any(one.get("op") == "%" for one in below([node])):
            run.notes.append(("perhaps the last batch", node["line"]))
        return None if None in known else not decisive
    value = run.value(node, frame)
    if isinstance(value, Constant):
        return bool(value.value)
    if isinstance(value, (Module, Optimizer, Function, Instance)):
        return True
    return None


def either(run, node, frame):
    """The value of an `and` or an `or`."""
    known = truth(run, node, frame)
    if known is not None:
        return Constant(known)
    return join(run.value(node["values"][0], frame), run.value(node["values"][-1], frame))


def compare(run, node, frame):
    """The value of a comparison."""
    left = run.value(node["left"], frame)
    rights = [run.value(one, frame) for one in node["rights"]]
    if len(rights) > 1:
        return Value(spell(node))
    op, right = node["ops"][0], rights[0]
    if op in ("is", "is not") and isinstance(right, Constant) and right.value is None:
        if isinstance(left, Gradient):
            return Constant(_has_gradient(run, left) == (op == "is not"))
        if isinstance(left, Constant):
            return Constant((left.value is None) == (op == "is"))
        return Value(spell(node)) if type(left) is Value else Constant(op == "is not")
    if op in ("is", "is not") and left.origin and right.origin:
        return Constant((left.origin is right.origin) == (op == "is"))
    one, other = number_in(run, left, node["left"]), number_in(run, right, node["rights"][0])
    both = isinstance(left, Constant) and isinstance(right, Constant)
    if op in ("==", "is", "!=", "is not") and (both or None not in (one, other)):
        return Constant((one == other) == (op in ("==", "is")))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        order = {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}
        if op in order:
            return Constant(order[op])
    known = isinstance(left, Constant) and isinstance(right, Items)
    if op in ("in", "not in") and known and all(isinstance(one, Constant) for one in right.items):
        inside = left.value in [item.value for item in right.items]
        return Constant(inside == (op == "in"))
    return Value(spell(node))


def _has_gradient(run, gradient):
    added = [one for one in run.events if one.kind == "backward"]
    return any(one.found[0].is_in(gradient.names) for one in added) or bool(
        added and not run.gradients.of(gradient.names)
    )
