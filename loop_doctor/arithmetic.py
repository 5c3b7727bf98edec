"""Arithmetic: on constants exactly, on tensors as far as gradients are concerned."""

from .tree import spell
from .values import (
    Constant,
    Gradient,
    Items,
    Module,
    Parameters,
    Tensor,
    Value,
    add,
    mix,
    names_of,
    times,
)


def combine(run, op, left, right, right_node, line):
    """left op right."""
    if isinstance(left, Gradient) or isinstance(right, Gradient):
        return left if isinstance(left, Gradient) else right
    started = [one for one in (left, right) if isinstance(one, Module)]
    left, right = _weight(run, left, line), _weight(run, right, line)
    if run.no_grad and (left.parts or right.parts):
        return Tensor({})
    if isinstance(left, Constant) and isinstance(right, Constant):
        return Constant(_arithmetic(op, left.value, right.value))
    if isinstance(left, Parameters) or isinstance(right, Parameters):
        return Parameters(names_of([left, right]))
    if isinstance(left, Items) and isinstance(right, Items) and op == "+":
        return Items(left.items + right.items)
    if op in ("%", "//", "+", "-", "*"):
        numbers = [number_in(run, left, None), number_in(run, right, right_node)]
        plain = [isinstance(one, (int, float)) for one in numbers]
        if all(plain) and (isinstance(left, Constant) or isinstance(right, Constant)):
            return Constant(_arithmetic(op, numbers[0], numbers[1]))
    if op == "/" and not right.parts and (left.parts or type(left) is Value):
        number = number_in(run, right, right_node)
        factor = 1 / number if isinstance(number, (int, float)) and number else None
        return times(left, factor, (spell(right_node), number))
    if op == "*" and (left.parts or right.parts) and not (left.parts and right.parts):
        tensor, other = (left, right) if left.parts else (right, left)
        number = number_in(run, other, None)
        factor = number if isinstance(number, (int, float)) else None
        if started:
            factor = 1  # a weight times data: the micro-batch itself, and no share of it
        small = isinstance(number, float) and 0 < abs(number) < 1
        return times(tensor, factor, (repr(number), 1 / number) if small else None)
    if op in ("+", "-") and (left.parts or right.parts):
        return add(left, right, 1 if op == "+" else -1)
    if left.parts or right.parts:
        return mix([left, right])
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        return Tensor({})
    return Value(getattr(left, "name", "") if op in ("+", "-", "*", "//") else "")


def _weight(run, value, line):
    """A weight in arithmetic starts a graph."""
    if isinstance(value, Module) and value.leaf:
        number = run.forward(value.names, line)
        return Tensor({} if number is None else {number: 1})
    return value


def _arithmetic(op, left, right):
    """Of constants; None where Python would raise."""
    plain = (int, float)
    if not isinstance(left, plain) or not isinstance(right, plain):
        return left + right if op == "+" and isinstance(left, str) == isinstance(right, str) and (
            isinstance(left, str)) else None  # fmt: skip
    try:
        if op == "**" or op in ("<<", "@", ">>", "&", "|", "^"):
            return left**right if op == "**" and abs(left) < 100 and abs(right) < 10 else None
        return {
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "/": lambda: left / right,
            "//": lambda: left // right,
            "%": lambda: left % right,
        }[op]()
    except (ZeroDivisionError, OverflowError):
        return None


def number_in(run, value, node):
    """The number that a value is, or is taken for: an unknown window has four micro-batches."""
    if isinstance(value, Constant):
        return value.value
    name = value.name or (spell(node) if node else "")
    if type(value) is Value and name and "(" not in name and run.survey.windowy(name):
        return run.assumed.setdefault(name, run.survey.window_of(name))
    return None
