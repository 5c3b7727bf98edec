"""Changes in place: of .grad, of weights by their .grad, of losses, of lists that keep them."""

from .tree import spell
from .values import (
    Constant,
    Gradient,
    Items,
    Module,
    Optimizer,
    Parameters,
    mix,
    names_of,
    times,
)


def zero(run, call):
    """zero_() or fill_(0) of a gradient clears it in place."""
    if not isinstance(call.on, Gradient):
        return None
    never = not [one for one in run.events if one.kind == "backward"]
    if never:
        run.notes.append(("zero of None", call.line))
    run.clear(call.on.names, call.line, call.on_text)
    return call.on


def in_place(run, call):
    """mul_(), div_(), add_() and so on: of a gradient, of a weight by its gradient, of a loss."""
    if isinstance(call.on, Gradient):
        number = call.args[0].value if call.args and isinstance(call.args[0], Constant) else None
        if call.name == "div_" and number:
            number = 1 / number
        edit_gradient(run, call.on, number if call.name in ("mul_", "div_") else None)
        return call.on
    given = list(call.args) + list(call.keywords.values())
    if any(isinstance(one, Gradient) for one in given):
        by_hand(run, call.on, call.on_text, call.line)
        return call.on
    if call.name == "div_" and call.on is not None and call.on.parts and call.args:
        number = call.args[0].value if isinstance(call.args[0], Constant) else None
        divided = times(call.on, 1 / number if number else None,
                        (spell(call.node["args"][0]), number))  # fmt: skip
        call.on.parts, call.on.divisors = divided.parts, divided.divisors
        return call.on
    return call.on if isinstance(call.on, (Module, Parameters)) else None


def edit_gradient(run, gradient, factor):
    """.grad times a number (None: changed in a way that nobody knows)."""
    for one in run.gradients.of(gradient.names):
        parts = {}
        for number in one.parts:
            old = one.parts[number]
            parts[number] = None if old is None or factor is None else old * factor
        one.parts = parts
        one.edited = True


def by_hand(run, weight, text, line):
    """w -= rate * w.grad: a step that the loop takes by itself."""
    names = names_of([weight]) or [weight.name or text]
    run.step(Optimizer("by hand: " + ", ".join(sorted(names)), names), line, by="manual")


def append(run, call):
    if call.on is None or len(call.args) != 1:
        return None
    value = call.args[0]
    if value.parts and not run.no_grad:
        keep(run, call.on_text, value, call.line, call.on, spell(call.node["args"][0]))
    if isinstance(call.on, Items) and len(call.on.items) < 200:
        call.on.items.append(value)
    return Constant(None)


def keep(run, name, value, line, before, text=""):
    """A sum or a list that keeps a tensor together with its graph."""
    event = run.record("keep", line, name)
    event.notes["text"] = (name + " " + text).lower()
    event.notes["parts"] = set(value.parts)
    event.notes["before"] = set(mix([before]).parts)
    event.notes["certain"] = value.certain
    value.sums = value.sums | frozenset([name])


def requires_grad(run, call):
    if call.on is None and call.args:  # a helper such as set_requires_grad(net, False)
        target, flag = call.args[0], call.args[1] if len(call.args) > 1 else None
    else:
        target, flag = call.on, call.args[0] if call.args else Constant(True)
    if not isinstance(flag, Constant):
        return target
    names = names_of([target])
    if not names and call.name == "requires_grad_" and flag.value:
        return Module("", leaf=True)
    set_frozen(run, names, not flag.value)
    return target


def set_frozen(run, names, frozen):
    """requires_grad of parameters was set."""
    run.frozen = run.frozen | set(names) if frozen else run.frozen - set(names)


def sync_flag(run, call):
    if call.args and isinstance(call.args[0], Constant):
        run.no_sync = not call.args[0].value
    return Constant(None)
