"""What an expression gives: one function for each kind of node."""

from .arithmetic import combine
from .attributes import attribute_of
from .calls import value_of_call
from .conditions import compare, either, truth
from .frames import Frame, bind, look_up, stranger
from .tree import below, last_word, spell
from .values import (
    Constant,
    Function,
    Gradient,
    Items,
    Module,
    Optimizer,
    Parameters,
    Tensor,
    Value,
    join,
    mix,
    times,
)


def value_of(run, node, frame):
    """The value of an expression, with all that evaluating it does to gradients."""
    return KINDS[node["kind"]](run, node, frame)


def _name(run, node, frame):
    if node["id"] in ("True", "False", "None"):
        return Constant({"True": True, "False": False, "None": None}[node["id"]])
    if node["id"] == "__name__":
        return Constant("__main__")
    name = node["id"]
    unbound = frame.find(name) is None and name not in run.globals
    if unbound and name in run.survey.functions:
        return Function(run.survey.functions[name])
    return look_up(run, name, frame)


def _attribute(run, node, frame):
    return attribute_of(run, run.value(node["value"], frame), node)


def _constant(run, node, frame):
    return Constant(node["value"])


def _binary(run, node, frame):
    left = run.value(node["left"], frame)
    right = run.value(node["right"], frame)
    return combine(run, node["op"], left, right, node["right"], node["line"])


def _unary(run, node, frame):
    if node["op"] == "not":
        known = truth(run, node, frame)
        return Value() if known is None else Constant(known)
    value = run.value(node["operand"], frame)
    if isinstance(value, Constant) and isinstance(value.value, (int, float)):
        return Constant({"-": -value.value, "+": value.value}.get(node["op"]))
    return times(value, -1 if node["op"] == "-" else None) if value.parts else Value()


def _item(run, node, frame):
    base = run.value(node["value"], frame)
    index = run.value(node["index"], frame)
    text = spell(node)
    if text in run.attributes:
        return run.attributes[text]
    if isinstance(base, Items) and isinstance(index, Constant):
        if index.value in base.keys:
            return base.items[list(base.keys).index(index.value)]
        place = index.value
        if isinstance(place, int) and not base.keys and -len(base.items) <= place < len(base.items):
            return base.items[place]
    if isinstance(base, Module) and isinstance(index, Constant) and not base.leaf:
        return Module(f"{base.name}.{index.value}")
    if isinstance(base, (Parameters, Module, Gradient)):
        return base
    if base.parts:
        return mix([base])
    return stranger(run, text) if type(base) is Value else Value(text)


def _group(run, node, frame):
    return Items([run.value(one, frame) for one in node["items"]])


def _table(run, node, frame):
    keys = [one["value"] if one and "value" in one else None for one in node["keys"]]
    return Items([run.value(one, frame) for one in node["values"]], keys or [None])


def _choice(run, node, frame):
    known = truth(run, node["test"], frame)
    if "switches" not in node:
        branches = [node["then"], node["other"]]
        node["switches"] = run.survey.eventful(branches) or _switches(branches)
    if known is None and node["switches"]:
        known = run.decisions.outcome(
            dict(node, orelse=[node["other"]]),
            run.loops,
            False,
            lambda part: truth(run, part, frame),
        )
    if known is not None:
        return run.value(node["then"] if known else node["other"], frame)
    return join(run.value(node["then"], frame), run.value(node["other"], frame))


def _switches(nodes):
    """torch.no_grad() if frozen else nullcontext()"""
    words = ("no_grad", "enable_grad", "inference_mode")
    return any(one["kind"] == "Attr" and one["attr"] in words for one in below(nodes))


def _lambda(run, node, frame):
    body = [{"kind": "Return", "line": node["line"], "value": node["body"]}]
    made = {"kind": "Def", "line": node["line"], "name": "lambda", "args": node["args"],
            "defaults": node["defaults"], "body": body, "owner": None,
            "decorators": []}  # fmt: skip
    return Function(made, frame)


def _each(run, node, frame):
    inner = Frame(frame, frame.owner)
    target, source, conditions = node["loops"][0]
    values = run.value(source, inner)
    for other, iterated, _ in node["loops"][1:]:
        bind(run, other, _one_of(run.value(iterated, inner)), inner)
    if isinstance(values, Items) and len(values.items) <= 8 and len(node["loops"]) == 1:
        found = []
        for item in values.items:
            bind(run, target, item, inner)
            found.append(run.value(node["element"], inner))
        return Items(found)
    bind(run, target, _one_of(values), inner)
    element = run.value(node["element"], inner)
    keep = isinstance(element, (Parameters, Tensor))
    return element if keep else Value()


def _one_of(values):
    """An element of something that is iterated."""
    if isinstance(values, Items):
        return values.items[0] if values.items else Value()
    return values if isinstance(values, (Parameters, Optimizer)) else Value(last_word(values.name))


def _named(run, node, frame):
    value = run.value(node["value"], frame)
    bind(run, node["target"], value, frame)
    return value


def _other(run, node, frame):
    for part in node["parts"]:
        run.value(part, frame)
    return Value()


def mentions_gradient(node):
    """Does an expression read a .grad?"""
    return any(one["kind"] == "Attr" and one["attr"] == "grad" for one in below([node]))


KINDS = {
    "Name": _name, "Attr": _attribute, "Const": _constant, "Text": _constant, "Call": value_of_call,
    "Binary": _binary, "Unary": _unary, "Bool": either, "Compare": compare, "Item": _item,
    "Group": _group, "Table": _table, "Choice": _choice, "Lambda": _lambda, "Each": _each,
    "Named": _named, "Other": _other,
}  # fmt: skip
